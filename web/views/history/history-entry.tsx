import { useEffect, useMemo } from "preact/hooks";
import type { PastUpload } from "../../models/list/upload-history.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { formatBytes, formatCount, formatFiles, formatMoment } from "../format.ts";

interface HistoryEntryProps {
	readonly upload: PastUpload;
	readonly session: SessionModel;
	searchIn(key: string): void;
}

/** One upload: when, what, and what became of it. */
export function HistoryEntry({ upload, session, searchIn }: HistoryEntryProps) {
	const { batch, key, at, changedAt, folder } = upload;
	const view = useMemo(() => session.watchBatch(batch), [batch, session]);
	useEffect(() => () => session.releaseBatch(batch), [batch, session]);
	const name = folder ?? view.value?.name ?? key;
	const changed = changedAt - at > 60_000 ? `, last change ${formatMoment(changedAt)}` : "";
	return (
		<li class="history__entry">
			<p class="history__name">{name}</p>
			<p class="history__facts">{factsOf(upload)}</p>
			<p class="history__facts">
				<time dateTime={new Date(at).toISOString()}>{formatMoment(at)}</time>
				{changed} · <code class="history__key">{key}</code>
			</p>
			<button
				type="button"
				class="button history__search"
				aria-label={`Search in ${name}`}
				onClick={() => searchIn(key)}
			>
				Search
			</button>
		</li>
	);
}

function factsOf({ counts, bytes, chunks }: PastUpload): string {
	const { all, done, failed, cancelled } = counts;
	const parts = [
		done === all ? `${formatFiles(all)}, all done` : `${formatCount(done)} of ${formatFiles(all)} done`,
		failed > 0 && `${formatCount(failed)} failed`,
		cancelled > 0 && `${formatCount(cancelled)} cancelled`,
		formatBytes(bytes),
		chunks > 0 && (chunks === 1 ? "1 chunk" : `${formatCount(chunks)} chunks`),
	];
	return parts.filter((part) => part !== false).join(" · ");
}
