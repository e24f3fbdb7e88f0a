import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ShareLinks } from "../../models/share-links.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { sharingWords } from "../../words/en/dialogs/sharing.ts";
import { CloseIcon } from "../icons.tsx";
import { ActiveLinks } from "./active-links.tsx";
import { CreatedLink } from "./created-link.tsx";
import "./sharing-dialog.css";

/** How long a link can work. */
const LIFETIMES = [
	{ hours: 24, label: sharingWords.day },
	{ hours: 168, label: sharingWords.week },
	{ hours: 720, label: sharingWords.month },
] as const;

interface SharingDialogProps {
	readonly links: ShareLinks;
	/** The name of the batch. */
	readonly name: string;
	readonly onClose: () => void;
}

/** Creates, lists and revokes links to one batch. */
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
					{sharingWords.title(name)}
				</h2>
				<button
					type="button"
					class="button button--icon"
					aria-label={dialogWords.close}
					onClick={() => dialog.current?.close()}
				>
					<CloseIcon />
				</button>
			</div>
			<p class="sharing__text">{sharingWords.text}</p>
			<NewLinkForm links={links} />
			<CreatedLink created={links.created} />
			<p class="sharing__problem" role="alert">
				{links.problem}
			</p>
			<ActiveLinks links={links} />
		</dialog>
	);
}

function NewLinkForm({ links }: { links: ShareLinks }) {
	const hours = useSignal<number>(LIFETIMES[1].hours);
	const originals = useSignal(false);
	return (
		<form
			class="sharing__new"
			onSubmit={(event) => {
				event.preventDefault();
				void links.create({ hours: hours.peek(), originals: originals.peek() });
			}}
		>
			<label class="sharing__field">
				{sharingWords.expiresAfter}
				<select
					class="sharing__select"
					value={hours}
					onChange={({ currentTarget }) => {
						hours.value = Number(currentTarget.value);
					}}
				>
					{LIFETIMES.map((lifetime) => (
						<option key={lifetime.hours} value={lifetime.hours}>
							{lifetime.label}
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
				{sharingWords.allowOriginals}
			</label>
			<button type="submit" class="button button--main" disabled={links.isBusy}>
				{sharingWords.create}
			</button>
		</form>
	);
}
