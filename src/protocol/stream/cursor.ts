/**
 * A cursor is a reader's position in the stream: `<epoch>.<seq>`. The same string is the query of a long-poll, the `id:`
 * of a server-sent event, the `ETag` of a poll and the `after` of a socket.
 */
export interface Cursor {
	/** Changes whenever the numbers of an earlier history can no longer be trusted. */
	readonly epoch: string;
	/** The `to` of the last frame that was applied. */
	readonly seq: number;
}

const CURSOR_PATTERN = /^([0-9a-z]{4,32})\.(0|[1-9][0-9]{0,14})$/;

/** Writes a cursor, in the same form for every transport. */
export function formatCursor(cursor: Cursor): string {
	return `${cursor.epoch}.${cursor.seq}`;
}

/** Parses a cursor; `undefined` when it is malformed. Quotes and `W/` of an ETag are accepted. */
export function parseCursor(text: string): Cursor | undefined {
	const found = CURSOR_PATTERN.exec(text.replace(/^W\//, "").replace(/^"(.*)"$/, "$1"));
	if (found?.[1] === undefined || found[2] === undefined) return undefined;
	return { epoch: found[1], seq: Number(found[2]) };
}
