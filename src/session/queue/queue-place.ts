import type { FileRecord } from "../../protocol/files/file-record.ts";
import { readingOrder } from "../../protocol/files/reading-order.ts";
import type { QueuePlace } from "../../protocol/http/reply.ts";
import type { DurationRange, Gauges } from "../../protocol/stream/frame.ts";
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
	const order = readingOrder(source.state.files.values());
	let rank = Number.POSITIVE_INFINITY;
	let latest: DurationRange | null = null;
	for (const { n } of waiting) {
		rank = Math.min(rank, order.get(n)?.rank ?? Number.POSITIVE_INFINITY);
		const left = timeLeftOfFile(order, n, timeLeft);
		if (left && (latest === null || left.to >= latest.to)) latest = left;
	}
	return { rank, timeLeft: latest };
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
