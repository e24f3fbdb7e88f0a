import type { Cursor } from "../protocol/cursor.ts";
import { changesOf } from "../protocol/session-state.ts";
import type { FrameParts } from "./frame-text.ts";
import { joinChanges } from "./journal.ts";
import type { Loop } from "./loop.ts";

/** Bytes that a file costs in a snapshot, about; only to tell whether a tail or a snapshot is the smaller answer. */
const SNAPSHOT_BYTES_PER_FILE = 300;

/**
 * What a reader at `cursor` missed, as one frame, read in one turn so that nothing can fall between it and what
 * comes live: the tail of the journal, or a snapshot when that is smaller, or the ring does not reach back, or the
 * cursor is of another epoch. `undefined` when nothing was missed. There is no "could not recover".
 */
export function catchUp(loop: Loop, cursor: Cursor | undefined, now: number): FrameParts | undefined {
	if (loop.ended) return undefined;
	loop.flush();
	const { state } = loop.model;
	const frame = { epoch: state.epoch, to: state.seq, at: now, gauges: loop.gauges() };
	if (cursor !== undefined && cursor.epoch === state.epoch && cursor.seq <= state.seq) {
		if (cursor.seq === state.seq) return undefined;
		const tailBytes = loop.journal.bytesAfter(cursor.seq);
		if (tailBytes !== undefined && tailBytes <= 4096 + state.files.size * SNAPSHOT_BYTES_PER_FILE) {
			return { ...frame, from: cursor.seq, changes: joinChanges(loop.journal.after(cursor.seq)) };
		}
	}
	return { ...frame, from: 0, reset: true, changes: JSON.stringify(changesOf(state)) };
}

/**
 * The gauges of uploads under way as a frame that moves no cursor, for a reader who has missed nothing else. `undefined`
 * when there are none, or the reader stands elsewhere.
 */
export function gaugesNow(loop: Loop, cursor: Cursor | undefined, now: number): FrameParts | undefined {
	const { epoch, seq } = loop.model.state;
	if (loop.ended || cursor?.epoch !== epoch || cursor.seq !== seq) return undefined;
	const gauges = loop.gauges();
	if (Object.keys(gauges.stored ?? {}).length === 0) return undefined;
	return { epoch, from: seq, to: seq, at: now, changes: "[]", gauges };
}
