import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ShareLinks } from "../../models/share-links.ts";
import { CloseIcon } from "../icons.tsx";
import { HeldLinks } from "./held-links.tsx";
import { MadeLink } from "./made-link.tsx";
import "./sharing-dialog.css";

/** For how long a link may hold, in hours. */
const SPANS = [
	{ hours: 24, label: "One day" },
	{ hours: 168, label: "One week" },
	{ hours: 720, label: "30 days" },
] as const;

interface SharingDialogProps {
	readonly links: ShareLinks;
	/** What the batch is called. */
	readonly name: string;
	readonly onClose: () => void;
}

/** Makes links to look at one batch, tells which ones hold, and takes them back. */
export function SharingDialog({ links, name, onClose }: SharingDialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		dialog.current?.showModal();
		void links.read();
	}, [links]);
	return (
		<dialog ref={dialog} class="sharing" aria-labelledby="sharing-title" closedby="any" onClose={onClose}>
			<div class="sharing__head">
				<h2 id="sharing-title" class="sharing__title">
					Share {name}
				</h2>
				<button
					type="button"
					class="button button--icon"
					aria-label="Close"
					onClick={() => dialog.current?.close()}
				>
					<CloseIcon />
				</button>
			</div>
			<p class="sharing__text">
				Whoever has the link sees this drop, live, and what was found in its files. They can change nothing,
				and see nothing else of yours.
			</p>
			<NewLink links={links} />
			<MadeLink made={links.made} />
			<p class="sharing__problem" role="alert">
				{links.problem}
			</p>
			<HeldLinks links={links} />
		</dialog>
	);
}

function NewLink({ links }: { links: ShareLinks }) {
	const hours = useSignal<number>(SPANS[1].hours);
	const originals = useSignal(false);
	return (
		<form
			class="sharing__new"
			onSubmit={(event) => {
				event.preventDefault();
				void links.make({ hours: hours.peek(), originals: originals.peek() });
			}}
		>
			<label class="sharing__field">
				It holds for
				<select
					class="sharing__select"
					value={hours}
					onChange={({ currentTarget }) => {
						hours.value = Number(currentTarget.value);
					}}
				>
					{SPANS.map((span) => (
						<option key={span.hours} value={span.hours}>
							{span.label}
						</option>
					))}
				</select>
			</label>
			<label class="sharing__field">
				<input
					type="checkbox"
					checked={originals}
					onChange={({ currentTarget }) => {
						originals.value = currentTarget.checked;
					}}
				/>
				They may download the originals
			</label>
			<button type="submit" class="button button--main" disabled={links.isBusy}>
				Make a link
			</button>
		</form>
	);
}
