import type { Clock } from "../http/clock.ts";

/** Milliseconds between two checks of the clock. */
const CHECK_MS = 5_000;

/** A check that comes later than this, in milliseconds, was delayed by more than a busy page: the machine has slept. */
export const SLEEP_THRESHOLD_MS = 15_000;

/**
 * Calls `onWake` whenever the clock has jumped. A machine that wakes has lost its connections, and nothing else reports it: no
 * event is fired, and timers count on as if the sleep had not happened.
 */
export function detectWake(clock: Clock, onWake: () => void): void {
	const checkedAt = clock.now();
	clock.after(CHECK_MS, () => {
		if (clock.now() - checkedAt > SLEEP_THRESHOLD_MS) onWake();
		detectWake(clock, onWake);
	});
}
