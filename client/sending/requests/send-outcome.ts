import { type Failure, isTransient } from "../../http/failure.ts";
import type { UploadJob } from "../upload-queue.ts";

/**
 * What happened to one file of a request: `stored`, also if it already was; `gone` if the server no longer knows it; `stopped`
 * if it is paused or cancelled on the server; `retry` if the same bytes may succeed later; `refused` for good.
 */
export type SendResult = "stored" | "gone" | "stopped" | "retry" | "refused";

/** One file's result, with the failure that led to it. */
export interface SendOutcome {
	readonly job: UploadJob;
	readonly result: SendResult;
	readonly failure?: Failure;
}

/** Refusals whose meaning is in their code and not in their status. */
const BY_CODE: Readonly<Record<string, SendResult>> = {
	"already-stored": "stored",
	gone: "gone",
	"not-found": "gone",
	"wrong-state": "stopped",
	"wrong-offset": "retry",
	"checksum-mismatch": "retry",
	"body-too-short": "retry",
};

/** 423: another request is writing the file, and `Retry-After` is set; or, without it, the file is paused. */
const LOCKED = 423;

/** What a failure means for its file. */
export function outcomeOf(job: UploadJob, failure: Failure): SendOutcome {
	if (failure.kind === "network" || isTransient(failure)) return { job, result: "retry", failure };
	if (failure.status === LOCKED)
		return { job, result: failure.retryAfterMs === undefined ? "stopped" : "retry", failure };
	return { job, result: BY_CODE[failure.problem.code] ?? "refused", failure };
}
