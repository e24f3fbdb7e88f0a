import { MAX_TITLE_CHARS } from "../limits.ts";

/** Well-formed text of a title's length, with a mark where it was cut. */
export function shortText(text: string): string {
	const line = text.slice(0, MAX_TITLE_CHARS + 1).trim();
	return (line.length <= MAX_TITLE_CHARS ? line : `${line.slice(0, MAX_TITLE_CHARS - 1)}…`).toWellFormed();
}
