import type { Change } from "../../protocol/files/change.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { Loop } from "../session.ts";

/**
 * All changes after a cursor, in their order, for readers who must see each; `undefined` when there is no cursor, it is
 * of another epoch, or the journal does not reach back there.
 */
export function changesSince(loop: Loop, cursor: Cursor | undefined): readonly Change[] | undefined {
	loop.flush();
	const { epoch, seq } = loop.model.state;
	if (cursor === undefined || cursor.epoch !== epoch || cursor.seq > seq) return undefined;
	if (cursor.seq === seq) return [];
	if (loop.journal.bytesAfter(cursor.seq) === undefined) return undefined;
	return loop.journal.after(cursor.seq).flatMap(({ changes }) => JSON.parse(changes) as Change[]);
}
