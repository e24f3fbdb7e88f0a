import type { PastUpload } from "../../models/list/upload-history.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { countWords } from "../../words/en/counts.ts";
import { historyWords } from "../../words/en/dialogs/history.ts";
import { formatBytes, formatDateTime } from "../../words/en/format.ts";
import { useBatch } from "../use-file.ts";

/** A last change this soon after the upload, in milliseconds, is not shown. */
const SAME_TIME_MS = 60_000;

interface HistoryEntryProps {
	readonly upload: PastUpload;
	readonly session: SessionModel;
	searchIn(key: string): void;
}

/** One upload: its name, its files and its time. */
export function HistoryEntry({ upload, session, searchIn }: HistoryEntryProps) {
	const { batch, key, at, changedAt, folder } = upload;
	const view = useBatch(session, batch);
	const name = folder ?? view.value?.name ?? key;
	const changed = changedAt - at > SAME_TIME_MS ? historyWords.lastChange(changedAt) : "";
	return (
		<li class="history__entry">
			<p class="history__name">{name}</p>
			<p class="history__facts">{factsOf(upload)}</p>
			<p class="history__facts">
				<time dateTime={new Date(at).toISOString()}>{formatDateTime(at)}</time>
				{changed} · <code class="history__key">{key}</code>
			</p>
			<button
				type="button"
				class="button history__search"
				aria-label={historyWords.searchIn(name)}
				onClick={() => searchIn(key)}
			>
				{historyWords.search}
			</button>
		</li>
	);
}

function factsOf({ counts, bytes, chunks }: PastUpload): string {
	const { all, done, failed, cancelled } = counts;
	const parts = [
		done === all ? historyWords.allDone(all) : historyWords.doneOf(done, all),
		failed > 0 && countWords.failed(failed),
		cancelled > 0 && countWords.cancelled(cancelled),
		formatBytes(bytes),
		chunks > 0 && historyWords.chunks(chunks),
	];
	return parts.filter((part) => part !== false).join(" · ");
}
