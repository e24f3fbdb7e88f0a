import type { ReadingPosition } from "../files/reading-order.ts";
import type { DurationRange, TimeLeft } from "./frame.ts";

/** A range after `ms` milliseconds: it counts down, never below 0. */
export function elapse({ from, to }: DurationRange, ms: number): DurationRange {
	return { from: Math.max(0, from - ms), to: Math.max(0, to - ms) };
}

/** What is left of a gauge after `ms` milliseconds; one that is held does not change. */
export function leftAfter(left: TimeLeft, ms: number): TimeLeft {
	if (left.held !== undefined) return left;
	return { all: left.all && elapse(left.all, ms), queue: elapse(left.queue, ms) };
}

/** Time until the file at a position is done; `undefined` when there is no estimate for it. */
export function timeLeftOfFile(
	position: ReadingPosition | undefined,
	left: TimeLeft | null | undefined,
): DurationRange | undefined {
	if (position === undefined || !left) return undefined;
	return {
		from: Math.round(left.queue.from * position.share),
		to: Math.round(left.queue.to * position.share),
	};
}
