import type { Failure } from "../client/http.ts";
import { printable } from "./printable.ts";
import { words } from "./words/words.ts";

/** Why a request failed, in a sentence: the server's own, if it refused. */
export function failureText(server: string, failure: Failure): string {
	return failure.kind === "refused" ? printable(failure.problem.detail) : words.run.unanswered(server);
}
