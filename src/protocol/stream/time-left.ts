import type { Line } from "../files/queue-line.ts";
import type { Span, TimeLeft } from "./frame.ts";

/** Lets time pass over a span: it counts down, and never below nothing. */
export function elapse({ from, to }: Span, ms: number): Span {
	return { from: Math.max(0, from - ms), to: Math.max(0, to - ms) };
}

/** What is left of a gauge after so many milliseconds; one that is held stands still. */
export function leftAfter(left: TimeLeft, ms: number): TimeLeft {
	if (left.held !== undefined) return left;
	return { all: left.all && elapse(left.all, ms), queue: elapse(left.queue, ms) };
}

/** When a file that runs or waits will be done, from now; `undefined` when nobody can tell. */
export function leftOfFile(line: Line, n: number, left: TimeLeft | null | undefined): Span | undefined {
	const place = line.get(n);
	if (place === undefined || !left) return undefined;
	return { from: Math.round(left.queue.from * place.share), to: Math.round(left.queue.to * place.share) };
}
