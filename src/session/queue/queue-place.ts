import type { FileRecord } from "../../protocol/files/file-record.ts";
import { compareTurns, readingIndexOf } from "../../protocol/files/reading-index.ts";
import type { QueuePlace } from "../../protocol/http/reply.ts";
import type { Gauges } from "../../protocol/stream/frame.ts";
import type { BatchRecord, SessionState } from "../../protocol/stream/session-state.ts";
import { timeLeftOfFile } from "../../protocol/stream/time-left.ts";

/** What a queue place is computed from: the session. */
export interface QueueSource {
	readonly state: SessionState;
	gauges(): Gauges;
}

/** The place of the first of these files in the queue, and when the last of them will be read; `null` when none runs or waits. */
export function placeOf(source: QueueSource, files: readonly FileRecord[]): QueuePlace | null {
	const waiting = files.filter(({ state }) => state === "queued" || state === "processing");
	if (waiting.length === 0) return null;
	const { timeLeft } = source.gauges();
	const index = readingIndexOf(source.state);
	const first = index.positionOf(waiting.reduce((a, b) => (compareTurns(a, b) <= 0 ? a : b)));
	const last = index.positionOf(waiting.reduce((a, b) => (compareTurns(a, b) > 0 ? a : b)));
	return { rank: first?.rank ?? 0, timeLeft: timeLeftOfFile(last, timeLeft) ?? null };
}

/** The same for a batch. While bytes of it are still to come, only the estimate for the whole session covers its end. */
export function placeOfBatch(
	source: QueueSource,
	{ totals: { states } }: BatchRecord,
	files: readonly FileRecord[],
): QueuePlace | null {
	const place = placeOf(source, files);
	if (place === null || states.expected + states.uploading === 0) return place;
	const { all = null } = source.gauges().timeLeft ?? {};
	return { ...place, timeLeft: all };
}
