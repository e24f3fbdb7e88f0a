import { backoffWindow } from "../../protocol/backoff-window.ts";
import { RETRY_FIRST_MS, RETRY_LONGEST_MS } from "../limits.ts";

/**
 * Milliseconds until a file is tried again: backoff with jitter over the upper half of the window, because a cause that takes time
 * to pass (storage, a model) deserves at least half of it. `random` is 0–1.
 */
export function retryDelay(attempt: number, random: number): number {
	const window = backoffWindow(attempt, RETRY_FIRST_MS, RETRY_LONGEST_MS);
	return Math.round(window / 2 + (window / 2) * random);
}
