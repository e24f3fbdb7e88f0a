import type { TimeLeft } from "./frame.ts";
import type { Line } from "./queue-line.ts";

/** From–to, in milliseconds. */
export type Range = readonly [number, number];

/** Lets time pass over a range: it counts down, and never below nothing. */
export function elapse([low, high]: Range, ms: number): Range {
	return [Math.max(0, low - ms), Math.max(0, high - ms)];
}

/** What is left of a gauge after so many milliseconds; one that is held stands still. */
export function leftAfter(left: TimeLeft, ms: number): TimeLeft {
	if (left.held !== undefined) return left;
	const all = left.all && elapse(left.all, ms);
	return { all: all && [...all], queue: [...elapse(left.queue, ms)] };
}

/** When a file that runs or waits will be done, from now; `undefined` when nobody can tell. */
export function leftOfFile(line: Line, n: number, left: TimeLeft | null | undefined): Range | undefined {
	const place = line.places.get(n);
	if (place === undefined || !left) return undefined;
	return [Math.round(left.queue[0] * place.share), Math.round(left.queue[1] * place.share)];
}
