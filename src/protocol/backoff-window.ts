/**
 * The window of exponential backoff, in milliseconds: `first` after one failure, doubling with each further one, up to `longest`.
 * Who retries waits for a random time within it, so that what failed together does not come back together.
 */
export function backoffWindow(failures: number, first: number, longest: number): number {
	return Math.min(longest, first * 2 ** Math.max(0, failures - 1));
}
