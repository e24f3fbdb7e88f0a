/** Time and chance as arguments, so that a test can hold them. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Runs `act` once after `ms` milliseconds. The answer cancels it. */
	after(ms: number, act: () => void): () => void;
	/** From 0 up to but not including 1. */
	random(): number;
}

/** The browser's own time and chance. */
export const browserClock: Clock = {
	now: () => Date.now(),
	after(ms, act) {
		const timer = setTimeout(act, ms);
		return () => clearTimeout(timer);
	},
	random: () => Math.random(),
};

/** Waits; used where a loop has to pause and nobody needs to cut the pause short. */
export function pause(clock: Clock, ms: number): Promise<void> {
	return new Promise((done) => {
		clock.after(ms, done);
	});
}
