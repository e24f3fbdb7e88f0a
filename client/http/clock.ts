/** Time and randomness as an argument, so that tests control both. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Runs `act` once after `ms` milliseconds; the returned function cancels it. */
	after(ms: number, act: () => void): () => void;
	/** From 0 up to but not including 1. */
	random(): number;
}

/** The platform's own clock, timers and randomness. */
export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, act) {
		const timer = setTimeout(act, ms);
		return () => clearTimeout(timer);
	},
	random: () => Math.random(),
};

/** Resolves after `ms` milliseconds. It cannot be cancelled. */
export function delay(clock: Clock, ms: number): Promise<void> {
	return new Promise((done) => {
		clock.after(ms, done);
	});
}
