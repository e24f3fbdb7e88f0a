import { type Problem, problem } from "../protocol/problem.ts";

/** R2 failed after all retries. */
export const NOT_STORED = problem(
	"storage-failed",
	"Not all bytes could be stored right now. Get the offset with HEAD, and continue from there.",
	{ retryAfter: 2 },
);

/** The session could not be reached: it may or may not have recorded what was stored. */
export const NO_ANSWER = problem(
	"unavailable",
	"The session was restarted. Get the offset with HEAD, and continue from there.",
	{ retryAfter: 1 },
);

/** `BufferBudget` has no room for another body. */
export const OVERLOADED = problem(
	"unavailable",
	"Too many large files are arriving at once. Send the same request again in a moment.",
	{ retryAfter: 2 },
);

/** A user paused the file during the upload. */
export const PAUSED = problem("locked", "The file is paused. Resume it, then continue the upload.");

/** tus 1.0.0, Checksum: 460 Checksum Mismatch. */
export const CHECKSUM_MISMATCH = problem(
	"checksum-mismatch",
	"The bytes do not match the given checksum. Nothing of this request was stored; send them again.",
);

/** The file does not have the SHA-256 that its manifest declared. */
export const SHA256_MISMATCH = problem(
	"checksum-mismatch",
	"The file does not match the SHA-256 it was announced with. Nothing was stored. Send the announced file, or announce this one.",
);

/** The body has more bytes than are missing. */
export function tooLong(length: number): Problem {
	const detail = `The upload has a length of ${length} bytes, but more arrived. Get the offset with HEAD, and send only the missing bytes.`;
	return problem("too-large", detail);
}
