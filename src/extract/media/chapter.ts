import { MAX_TITLE_CHARS } from "../limits.ts";

/** A chapter of a recording. */
export interface Chapter {
	/** Seconds from the beginning. */
	readonly start: number;
	readonly title: string;
}

/** Text cut to the length of a title, with an ellipsis where it was cut. Always well-formed Unicode. */
export function shortText(text: string): string {
	const line = text.slice(0, MAX_TITLE_CHARS + 1).trim();
	return (line.length <= MAX_TITLE_CHARS ? line : `${line.slice(0, MAX_TITLE_CHARS - 1)}…`).toWellFormed();
}
