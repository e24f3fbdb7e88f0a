import { backoffWindow } from "../../src/protocol/backoff-window.ts";
import type { Clock } from "./clock.ts";

/** Milliseconds over which the first retry is spread: most hiccups are over by then. */
const FIRST_WINDOW_MS = 800;

/** The longest window, in milliseconds: a server that comes back is found within half a minute. */
export const MAX_WINDOW_MS = 30_000;

/**
 * Milliseconds to wait before the next try: exponential backoff with full jitter. The window doubles with every failure, and
 * the wait is anywhere inside it, so that many clients never return in step. `floor` (`Retry-After`, or the minimum that the
 * server named) is added in full.
 */
export function backoff(
	clock: Clock,
	failures: number,
	{ floor = 0, first = FIRST_WINDOW_MS, longest = MAX_WINDOW_MS } = {},
): number {
	return floor + clock.random() * backoffWindow(failures, first, longest);
}
