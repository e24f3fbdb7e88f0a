import { type Problem, problem } from "../../protocol/problem.ts";
import type { Session } from "../../session/session.ts";

/** For a second writer at the same time. */
export const BUSY = problem(
	"locked",
	"Another request is sending bytes of this upload. Wait for it, or ask with HEAD.",
	{ retryAfter: 1 },
);

/** For bytes sent to a final upload (tus 1.0.0, concatenation: the Server MUST respond with 403). */
export const IS_FINAL = problem(
	"forbidden",
	"A final upload is made of partial ones and takes no bytes of its own.",
);

/** For bytes of a file that is paused. */
export const PAUSED = problem("locked", "The file is paused. Resume it, then send its bytes.");

/** When storage has not joined the parts. */
export const NOT_JOINED = problem(
	"storage-failed",
	"All bytes are stored, but not joined into one file yet. Ask again in a moment.",
	{ retryAfter: 2 },
);

/** Why there is no such upload: a number that was given out has ended; any other never existed. */
export function missingUpload(n: number, session: Pick<Session, "objectOf" | "lastFile">): Problem {
	const detail = "Start it again with POST /api/uploads.";
	if (session.objectOf(n) !== undefined)
		return problem("already-stored", "All bytes of this file are stored already.");
	return n < 0 || n <= session.lastFile
		? problem("gone", `This upload has ended or has expired. ${detail}`)
		: problem("not-found", `There is no such upload. ${detail}`);
}
