import type { Failure } from "../client/http.ts";
import { words } from "./words/words.ts";

/** Control characters, and marks that change the direction of text: a terminal obeys both. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A file name or sentence from outside, made safe for a terminal: it cannot move the cursor or forge a line. */
export function printable(text: string): string {
	return text.replace(CONTROLS, "\ufffd");
}

/** Why a request failed, in a sentence: the server's own, if it refused. */
export function failureText(server: string, failure: Failure): string {
	return failure.kind === "refused" ? printable(failure.problem.detail) : words.run.unanswered(server);
}
