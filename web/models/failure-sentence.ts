import type { Failure } from "../../client/http/failure.ts";

/** A failed request as one sentence for a person. */
export function sentence(failure: Failure): string {
	return failure.kind === "network" ? "The server could not be reached." : failure.problem.detail;
}
