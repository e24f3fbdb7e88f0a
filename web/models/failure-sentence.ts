import type { Failure } from "../../client/http.ts";
import { connectionWords } from "../words/en/connection.ts";

/** A failed request as one sentence for people. */
export function failureSentence(failure: Failure): string {
	return failure.kind === "network" ? connectionWords.unreachable : failure.problem.detail;
}
