import { type Signal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { uploadHistory } from "../../models/list/upload-history.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { CloseIcon } from "../icons.tsx";
import { HistoryEntry } from "./history-entry.tsx";
import "./history-dialog.css";

interface HistoryDialogProps {
	readonly session: SessionModel;
	readonly isOpen: Signal<boolean>;
	searchIn(key: string): void;
}

/** Every upload of the session, whoever sent it: drops on a page and what programs sent, the newest first, live. */
export function HistoryDialog({ session, isOpen, searchIn }: HistoryDialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	useSignalEffect(() => {
		const { current } = dialog;
		if (!isOpen.value) current?.close();
		else if (current?.open === false) current.showModal();
	});
	return (
		<dialog
			ref={dialog}
			class="history"
			aria-labelledby="history-title"
			closedby="any"
			onClose={() => {
				isOpen.value = false;
			}}
		>
			<div class="history__head">
				<h2 id="history-title" class="history__title">
					Upload history
				</h2>
				<button
					type="button"
					class="button button--icon"
					aria-label="Close"
					onClick={() => {
						isOpen.value = false;
					}}
				>
					<CloseIcon />
				</button>
			</div>
			{isOpen.value && (
				<Uploads
					session={session}
					searchIn={(key) => {
						isOpen.value = false;
						searchIn(key);
					}}
				/>
			)}
		</dialog>
	);
}

function Uploads({ session, searchIn }: Pick<HistoryDialogProps, "session" | "searchIn">) {
	// With every flush of the list: what is told here stands in its records.
	session.counts.value;
	const { batches } = session.streamed.state;
	const uploads = uploadHistory(batches.values(), session.records());
	if (uploads.length === 0) return <p class="history__none">Nothing was uploaded in this session yet.</p>;
	return (
		<ol class="history__list" aria-label="Uploads">
			{uploads.map((upload) => (
				<HistoryEntry key={upload.batch} upload={upload} session={session} searchIn={searchIn} />
			))}
		</ol>
	);
}
