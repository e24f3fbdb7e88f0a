import { type Signal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { uploadHistory } from "../../models/list/upload-history.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { historyWords } from "../../words/en/dialogs/history.ts";
import { CloseIcon } from "../icons.tsx";
import { HistoryEntry } from "./history-entry.tsx";
import "./history-dialog.css";

interface HistoryDialogProps {
	readonly session: SessionModel;
	readonly isOpen: Signal<boolean>;
	searchIn(key: string): void;
}

/** All uploads of the session, newest first: those of pages and of programs. Updates live. */
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
					{historyWords.title}
				</h2>
				<button
					type="button"
					class="button button--icon"
					aria-label={dialogWords.close}
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
	// Subscribes to every change of the list: the records themselves are no signals.
	session.counts.value;
	const { batches } = session.streamed.state;
	const uploads = uploadHistory(batches.values(), session.records());
	if (uploads.length === 0) return <p class="history__none">{historyWords.empty}</p>;
	return (
		<ol class="history__list" aria-label={historyWords.uploads}>
			{uploads.map((upload) => (
				<HistoryEntry key={upload.batch} upload={upload} session={session} searchIn={searchIn} />
			))}
		</ol>
	);
}
