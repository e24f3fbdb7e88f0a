import type { Change } from "../../protocol/files/change.ts";
import { KIB } from "../../protocol/limits.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { FrameParts } from "./frame-text.ts";
import type { StreamSource } from "./stream-source.ts";
import { changesIn, gaugesIn, type View, WHOLE } from "./view.ts";

/** The fewest bytes a file costs in a snapshot. A tail shorter than this for each file is sent without comparing. */
const LEAST_BYTES_PER_FILE = 100;

/**
 * Bytes of a tail that is always preferred to a snapshot: a connection carries this much at once anyway, and a tail has every
 * step in it, which a polling reader wants to see while files are being read.
 */
const SHORT_TAIL_BYTES = 64 * KIB;

/**
 * What a reader at `cursor` has missed, as one frame: the journal's tail, or a snapshot when that is smaller, the ring does not
 * reach back, or the cursor is of another epoch. Read in one turn, so that nothing falls between it and what comes live.
 * `undefined` when nothing was missed. There is no "could not recover".
 *
 * An outline makes its reader fetch details again, so it is weighed as if it were the whole snapshot.
 */
export function catchUp(
	source: StreamSource,
	cursor: Cursor | undefined,
	now: number,
	view: View = WHOLE,
): FrameParts | undefined {
	if (source.ended) return undefined;
	source.flush();
	const { state } = source;
	const gauges = gaugesIn(state, source.gauges(), view);
	const frame = { epoch: state.epoch, to: state.seq, at: now, gauges };
	const isOurs = cursor !== undefined && cursor.epoch === state.epoch && cursor.seq <= state.seq;
	if (isOurs && cursor.seq === state.seq) return undefined;
	const tailBytes = isOurs ? source.bytesAfter(cursor.seq) : undefined;
	if (isOurs && tailBytes !== undefined) {
		const isShort = tailBytes <= SHORT_TAIL_BYTES + state.files.size * LEAST_BYTES_PER_FILE;
		const whole = isShort ? undefined : source.snapshot({ ...view, outline: undefined });
		if (whole === undefined || tailBytes <= whole.changes.length) {
			const changes = tailAfter(source, cursor.seq, view);
			// A reader of one batch must not learn even that something happened in another.
			if (view.batch !== undefined && changes === "[]") return undefined;
			return { ...frame, from: cursor.seq, changes };
		}
		if (!view.outline) return { ...frame, from: 0, reset: true, ...whole };
	}
	return { ...frame, from: 0, reset: true, ...source.snapshot(view) };
}

/** The journal's changes after `seq` that a view shows, as a JSON array. */
function tailAfter(source: StreamSource, seq: number, view: View): string {
	const rows = source.framesAfter(seq);
	if (view.batch === undefined) return joinChanges(rows);
	const changes = rows.flatMap((row) => JSON.parse(row.changes) as Change[]);
	return JSON.stringify(changesIn(source.state, changes, view));
}

/** Joins the changes of several frames into one JSON array without parsing them. */
function joinChanges(rows: readonly { readonly changes: string }[]): string {
	const inner = rows.map(({ changes }) => changes.slice(1, -1)).filter((text) => text !== "");
	return `[${inner.join(",")}]`;
}

/**
 * All changes after a cursor, in order, for readers that must see each of them; `undefined` when there is no cursor, it is of
 * another epoch, or the journal does not reach back there.
 */
export function changesSince(
	source: StreamSource,
	cursor: Cursor | undefined,
): readonly Change[] | undefined {
	source.flush();
	const { epoch, seq } = source.state;
	if (cursor === undefined || cursor.epoch !== epoch || cursor.seq > seq) return undefined;
	if (cursor.seq === seq) return [];
	if (source.bytesAfter(cursor.seq) === undefined) return undefined;
	return source.framesAfter(cursor.seq).flatMap(({ changes }) => JSON.parse(changes) as Change[]);
}

/**
 * The gauges of uploads under way, as a frame that moves no cursor, for a reader who has missed nothing else. `undefined`
 * when there are none, or the reader's cursor is elsewhere.
 */
export function gaugesNow(
	source: StreamSource,
	cursor: Cursor | undefined,
	now: number,
	view: View = WHOLE,
): FrameParts | undefined {
	const { epoch, seq } = source.state;
	if (source.ended || cursor?.epoch !== epoch || cursor.seq !== seq) return undefined;
	const gauges = gaugesIn(source.state, source.gauges(), view);
	if (Object.keys(gauges.stored ?? {}).length === 0) return undefined;
	return { epoch, from: seq, to: seq, at: now, changes: "[]", gauges };
}
