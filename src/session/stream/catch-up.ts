import type { Change } from "../../protocol/files/change.ts";
import { KIB } from "../../protocol/limits.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { Loop } from "../session.ts";
import { joinChanges } from "../store/journal.ts";
import type { FrameParts } from "./frame-text.ts";
import { changesIn, gaugesIn, type View, WHOLE } from "./view.ts";

/** Bytes that a file costs in a snapshot at the least. A tail that is shorter than these needs no comparison. */
const LEAST_BYTES_PER_FILE = 100;

/**
 * Bytes of a tail that is given whatever the snapshot would be: what a connection carries at once anyway, and a tail
 * tells every step, which a reader who polls while files run wants to see.
 */
const SHORT_TAIL_BYTES = 64 * KIB;

/** What the journal still has after `seq`, as far as a view sees it, with its bytes as the journal counts them. */
function tailAfter(loop: Loop, seq: number, view: View): string {
	const rows = loop.journal.after(seq);
	if (view.batch === undefined) return joinChanges(rows);
	const changes = rows.flatMap((row) => JSON.parse(row.changes) as Change[]);
	return JSON.stringify(changesIn(loop.model.state, changes, view));
}

/**
 * What a reader at `cursor` missed, as one frame, read in one turn so that nothing can fall between it and what
 * comes live: the tail of the journal, or a snapshot when that has fewer bytes, or the ring does not reach back, or
 * the cursor is of another epoch. `undefined` when nothing was missed. There is no "could not recover".
 *
 * An outline costs its reader the details that it must fetch again, so it is weighed like the whole snapshot.
 */
export function catchUp(
	loop: Loop,
	cursor: Cursor | undefined,
	now: number,
	view: View = WHOLE,
): FrameParts | undefined {
	if (loop.ended) return undefined;
	loop.flush();
	const { state } = loop.model;
	const gauges = gaugesIn(state, loop.gauges(), view);
	const frame = { epoch: state.epoch, to: state.seq, at: now, gauges };
	const isOurs = cursor !== undefined && cursor.epoch === state.epoch && cursor.seq <= state.seq;
	if (isOurs && cursor.seq === state.seq) return undefined;
	const tailBytes = isOurs ? loop.journal.bytesAfter(cursor.seq) : undefined;
	if (isOurs && tailBytes !== undefined) {
		const short = tailBytes <= SHORT_TAIL_BYTES + state.files.size * LEAST_BYTES_PER_FILE;
		const whole = short ? undefined : loop.snapshots.read(state, { ...view, outline: undefined });
		if (whole === undefined || tailBytes <= whole.changes.length) {
			const changes = tailAfter(loop, cursor.seq, view);
			// What happened elsewhere is nothing to who may see one batch, not even that it happened.
			if (view.batch !== undefined && changes === "[]") return undefined;
			return { ...frame, from: cursor.seq, changes };
		}
		if (!view.outline) return { ...frame, from: 0, reset: true, ...whole };
	}
	return { ...frame, from: 0, reset: true, ...loop.snapshots.read(state, view) };
}

/**
 * The gauges of uploads under way as a frame that moves no cursor, for a reader who has missed nothing else. `undefined`
 * when there are none, or the reader stands elsewhere.
 */
export function gaugesNow(
	loop: Loop,
	cursor: Cursor | undefined,
	now: number,
	view: View = WHOLE,
): FrameParts | undefined {
	const { epoch, seq } = loop.model.state;
	if (loop.ended || cursor?.epoch !== epoch || cursor.seq !== seq) return undefined;
	const gauges = gaugesIn(loop.model.state, loop.gauges(), view);
	if (Object.keys(gauges.stored ?? {}).length === 0) return undefined;
	return { epoch, from: seq, to: seq, at: now, changes: "[]", gauges };
}
