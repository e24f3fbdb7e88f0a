import type { FileProblem } from "../protocol/files/file-record.ts";

/** Why the bytes behind a link did not come. */
export interface LinkProblem extends FileProblem {
	/** Whether the same may go well later. */
	readonly again: boolean;
	/** Milliseconds that the server asks to wait. */
	readonly retryAfterMs?: number;
}

/** Nothing that waiting would change. */
export function final(code: string, detail: string): LinkProblem {
	return { code, detail, again: false };
}

/** Something that may be otherwise in a moment. */
export function passing(code: string, detail: string): LinkProblem {
	return { code, detail, again: true };
}
