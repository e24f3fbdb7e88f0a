import { type Problem, problem } from "../protocol/problem.ts";

/** Said when R2 did not take the bytes. */
export const NOT_STORED = problem(
	"storage-failed",
	"Not all bytes could be stored just now. Ask with HEAD where the upload stands, and go on from there.",
	{ retryAfter: 2 },
);

/** Said when the session did not answer: it may or may not know what was stored. */
export const NO_ANSWER = problem(
	"unavailable",
	"The session was restarted. Ask with HEAD where the upload stands, and go on from there.",
	{ retryAfter: 1 },
);

/** Said when so many large bodies come at once that no more fit into memory. */
export const OVERLOADED = problem(
	"unavailable",
	"Too many large files come in at once. Send the same request again in a moment.",
	{ retryAfter: 2 },
);

/** Said when a person paused the file while its bytes came. */
export const PAUSED = problem("locked", "The file was paused. Resume it, then go on with its bytes.");

/** Status 460 of tus 1.0.0, checksum. */
export const MISMATCH = problem(
	"checksum-mismatch",
	"The bytes do not have the checksum that was told. None of this request was kept; send them again.",
);

/** Said of a file whose SHA-256 was declared before it came. */
export const OTHER_BYTES = problem(
	"checksum-mismatch",
	"The file was announced with another SHA-256 than its bytes have. None of them were kept. Send the right file, or announce it anew.",
);

/** Said when a body brings more than is missing. */
export function tooLong(length: number): Problem {
	const detail = `The upload has ${length} bytes, but more came. Ask with HEAD what is stored, and send what is missing.`;
	return problem("too-large", detail);
}
