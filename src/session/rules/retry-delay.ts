import { RETRY_FIRST_MS, RETRY_LONGEST_MS } from "../limits.ts";

/**
 * Milliseconds until a file is tried again: doubling with each attempt, with jitter over the upper half, so that files that
 * failed together do not come back together. `random` is 0–1.
 */
export function retryDelay(attempt: number, random: number): number {
	const longest = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.max(0, attempt - 1));
	return Math.round(longest / 2 + (longest / 2) * random);
}
