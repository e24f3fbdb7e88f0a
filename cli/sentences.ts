import type { Failure } from "../client/http/failure.ts";
import { printable } from "./printable.ts";
import { bytesText, countText, durationText } from "./progress/amounts.ts";

/** `1 file`, `12 files`. */
export function filesText(count: number): string {
	return count === 1 ? "1 file" : `${countText(count)} files`;
}

/** Why the server did not do it, for a person. */
export function failureText(server: string, failure: Failure): string {
	if (failure.kind === "refused") return printable(failure.problem.detail);
	return `Nothing answers at ${server}. Start Darkroom there with npm start, or name another server with --to.`;
}

/** `24.5 MB in 5 s, 4.7 MB/s, 94 files/s`. */
export function paceText(files: number, bytes: number, seconds: number): string {
	const span = Math.max(seconds, 0.001);
	const perSecond = files / span;
	const rate = `${perSecond < 10 ? perSecond.toFixed(1) : countText(Math.round(perSecond))} files/s`;
	return `${bytesText(bytes)} in ${durationText(seconds)}, ${bytesText(bytes / span)}/s, ${rate}`;
}
