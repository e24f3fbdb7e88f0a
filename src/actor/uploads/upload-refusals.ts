import { problem } from "../../protocol/problem.ts";

/** Said to a second writer. */
export const BUSY = problem(
	"locked",
	"Another request is sending bytes of this upload. Wait for it, or ask with HEAD.",
	{
		retryAfter: 1,
	},
);

/** Said to who would write into a final upload. */
export const IS_FINAL = problem(
	"forbidden",
	"A final upload is made of partial ones and takes no other bytes.",
);

/** Said to who would write into a file that a person has paused. */
export const PAUSED = problem("locked", "The file is paused. Resume it, then send its bytes.");

/** Said when storage did not put the parts together. */
export const NOT_TOGETHER = problem(
	"storage-failed",
	"All bytes are stored, but not yet one file. Ask again in a moment.",
	{
		retryAfter: 2,
	},
);
