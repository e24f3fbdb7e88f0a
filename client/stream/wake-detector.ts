import type { Clock } from "../http/clock.ts";

/** Between two looks at the clock, in milliseconds. */
const LOOK_MS = 5_000;

/** A look that comes later than this, in milliseconds, was held up by more than a busy page: the machine has slept. */
export const JUMP_MS = 15_000;

/**
 * Tells when the clock has jumped. A machine that wakes has lost its connections, and nothing else says so: no event is
 * fired, and timers count on as though the sleep had not been.
 */
export function watchForWaking(clock: Clock, woke: () => void): void {
	const seenAt = clock.now();
	clock.after(LOOK_MS, () => {
		if (clock.now() - seenAt > JUMP_MS) woke();
		watchForWaking(clock, woke);
	});
}
