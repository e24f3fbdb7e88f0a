import type { Clock } from "./clock.ts";

/** Milliseconds over which the first retry is spread: a hiccup is over by then. */
const FIRST_WINDOW_MS = 800;

/** Longest window in milliseconds: a server that comes back is found within half a minute. */
export const LONGEST_WINDOW_MS = 30_000;

/**
 * Full jitter: anywhere inside a window that doubles with every failure, so that many clients never come back in
 * step. A `floor` (from `Retry-After`, or a window that the server named) is always kept.
 */
export function backoff(
	clock: Clock,
	failures: number,
	{ floor = 0, first = FIRST_WINDOW_MS, longest = LONGEST_WINDOW_MS } = {},
): number {
	const window = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
	return floor + clock.random() * window;
}
