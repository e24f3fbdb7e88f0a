import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { picturesOf } from "../../models/details/picture.ts";
import { statusOf } from "../../models/list/file-status.ts";
import type { Guest } from "../../models/session/guest.ts";
import { FactsTable } from "../details/facts-table.tsx";
import { QualityGauges } from "../details/quality-gauges.tsx";
import { RawGroups } from "../details/raw-groups.tsx";
import { formatBytes, formatPercent } from "../format.ts";
import { CloseIcon } from "../icons.tsx";
import "../details/details-body.css";
import "../details/details-panel.css";

/** One file, opened: what the stream says of it, live, and the facts that were found in it. */
export function SharedPanel({ guest }: { guest: Guest }) {
	const { selection } = guest;
	const dialog = useRef<HTMLDialogElement>(null);
	const n = selection.open.value;
	useEffect(() => {
		if (n === undefined) dialog.current?.close();
		else if (dialog.current?.open === false) dialog.current.showModal();
	}, [n]);
	return (
		<dialog
			ref={dialog}
			class="panel"
			aria-labelledby="panel-title"
			closedby="any"
			onClose={() => selection.close()}
		>
			{n !== undefined && (
				<div class="panel__inside">
					<div class="panel__tools">
						<button
							type="button"
							class="button button--icon panel__close"
							aria-label="Close"
							onClick={() => selection.close()}
						>
							<CloseIcon />
						</button>
					</div>
					<SharedFile key={n} n={n} guest={guest} />
				</div>
			)}
		</dialog>
	);
}

function SharedFile({ n, guest }: { n: number; guest: Guest }) {
	const { session, selection } = guest;
	const view = useMemo(() => session.watch(n), [n, session]);
	useEffect(() => () => session.release(n), [n, session]);
	const loaded = selection.loaded.value;
	const file = view.value;
	if (file === undefined) return null;
	const { record } = file;
	const status = statusOf(file);
	const facts = loaded.state === "there" ? loaded.details.facts : null;
	return (
		<article class="details">
			<Picture n={n} guest={guest} name={record.name} hasPicture={picturesOf(record, "panel").length > 0} />
			<h2 id="panel-title" class="details__name">
				{record.name}
			</h2>
			<p class="details__about">
				{[facts?.format.label ?? record.mime, formatBytes(record.size), record.path]
					.filter(Boolean)
					.join(" · ")}
			</p>
			<p class={`details__state details__state--${status.tone}`}>
				{status.label}
				{record.state !== "completed" && record.progress > 0 && ` · ${formatPercent(record.progress)}`}
				{status.detail && <span class="details__why">{status.detail}</span>}
			</p>
			{record.state === "completed" && <SaveButton n={n} guest={guest} />}
			{loaded.state === "failed" && <p class="details__state details__state--bad">{loaded.detail}</p>}
			{facts !== null && (
				<>
					<FactsTable facts={facts.summary} />
					<QualityGauges quality={facts.quality} />
					<RawGroups groups={facts.groups} fields={facts.fields} />
				</>
			)}
		</article>
	);
}

interface PictureProps {
	readonly n: number;
	readonly guest: Guest;
	readonly name: string;
	readonly hasPicture: boolean;
}

function Picture({ n, guest, name, hasPicture }: PictureProps) {
	const source = useSignal<string | undefined>(undefined);
	useEffect(() => {
		if (!hasPicture) return;
		void guest.picture(n).then((address) => {
			source.value = address;
		});
	}, [n, hasPicture, guest, source]);
	return source.value === undefined ? null : (
		<img class="details__picture" src={source} alt={`What ${name} shows`} decoding="async" />
	);
}

/** Saves the file's bytes, where the link shows them. */
function SaveButton({ n, guest }: { n: number; guest: Guest }) {
	const state = useSignal<"hidden" | "offered" | "saving" | "failed">("hidden");
	useEffect(() => {
		void guest.mayHaveOriginal(n).then((may) => {
			if (may) state.value = "offered";
		});
	}, [n, guest, state]);
	if (state.value === "hidden") return null;
	const save = async () => {
		state.value = "saving";
		state.value = (await guest.save(n)) ? "offered" : "failed";
	};
	return (
		<div class="details__actions">
			<button type="button" class="button" disabled={state.value === "saving"} onClick={() => void save()}>
				{state.value === "saving" ? "Fetching…" : "Download original"}
			</button>
			{state.value === "failed" && <p class="details__state details__state--bad">It could not be fetched.</p>}
		</div>
	);
}
