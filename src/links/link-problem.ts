import type { FileProblem } from "../protocol/files/file-record.ts";

/** Why a link could not be fetched. */
export interface LinkProblem extends FileProblem {
	/** Whether a later attempt may succeed. */
	readonly retryable: boolean;
	/** The server's `Retry-After` in milliseconds. */
	readonly retryAfterMs?: number;
}

/** A problem that no retry will solve. */
export function permanent(code: string, detail: string): LinkProblem {
	return { code, detail, retryable: false };
}

/** A problem that may be gone on the next attempt. */
export function temporary(code: string, detail: string): LinkProblem {
	return { code, detail, retryable: true };
}
