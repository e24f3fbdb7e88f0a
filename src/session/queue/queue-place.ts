import type { FileRecord } from "../../protocol/files/file-record.ts";
import { lineOf } from "../../protocol/files/queue-line.ts";
import type { QueuePlace } from "../../protocol/http/reply.ts";
import type { Span } from "../../protocol/stream/frame.ts";
import type { BatchRecord } from "../../protocol/stream/session-state.ts";
import { leftOfFile } from "../../protocol/stream/time-left.ts";
import type { Loop } from "../session.ts";

/** The files that run or wait; looked for among those of one batch, or one file alone. */
function inLine(files: readonly FileRecord[]): FileRecord[] {
	return files.filter(({ state }) => state === "queued" || state === "processing");
}

/** Where the first of these files stands, and when the last of them is done; `null` when none runs or waits. */
export function placeOf(loop: Loop, files: readonly FileRecord[]): QueuePlace | null {
	const waiting = inLine(files);
	if (waiting.length === 0) return null;
	const { timeLeft } = loop.gauges();
	const line = lineOf(loop.model.state.files.values());
	const ranks = waiting.flatMap(({ n }) => line.get(n)?.rank ?? []);
	const left = waiting.flatMap(({ n }) => {
		return leftOfFile(line, n, timeLeft) ?? [];
	});
	const last = left.reduce<Span | null>(
		(latest, span) => (latest && latest.to > span.to ? latest : span),
		null,
	);
	return { rank: Math.min(...ranks), timeLeft: last };
}

/** The same for a batch; while bytes of it are still to come, nobody can tell when it is done but for everything. */
export function placeOfBatch(
	loop: Loop,
	{ totals: { states } }: BatchRecord,
	files: readonly FileRecord[],
): QueuePlace | null {
	const place = placeOf(loop, files);
	if (place === null || states.expected + states.uploading === 0) return place;
	const { all = null } = loop.gauges().timeLeft ?? {};
	return { ...place, timeLeft: all };
}
