import type { Failure } from "../../http/failure.ts";
import { isPassing } from "../../http/failure.ts";
import type { UploadJob } from "../upload-queue.ts";

/**
 * What became of one file of a request that the server answered: `stored`, also when it already was; `gone` when the
 * server does not know it any more; `parked` when a person has paused or cancelled it; `again` when the same bytes may
 * succeed later; `refused` for good.
 */
export type Became = "stored" | "gone" | "parked" | "again" | "refused";

/** One file's outcome. */
export interface SendOutcome {
	readonly job: UploadJob;
	readonly became: Became;
	readonly failure?: Failure;
}

/** Refusals by their code, where the status alone would not tell. */
const BY_CODE: Readonly<Record<string, Became>> = {
	"already-stored": "stored",
	gone: "gone",
	"not-found": "gone",
	"wrong-state": "parked",
	"wrong-offset": "again",
	"checksum-mismatch": "again",
	"body-too-short": "again",
};

/** Status 423 of tus: somebody else is at it, and says when to ask again; or, without that, the file is paused. */
const LOCKED = 423;

/** What a failure means for the file that it is about. */
export function judge(job: UploadJob, failure: Failure): SendOutcome {
	if (failure.kind === "network" || isPassing(failure)) return { job, became: "again", failure };
	if (failure.status === LOCKED)
		return { job, became: failure.retryAfter === undefined ? "parked" : "again", failure };
	return { job, became: BY_CODE[failure.problem.code] ?? "refused", failure };
}
