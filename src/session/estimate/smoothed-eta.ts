/** Half-lives, in milliseconds, with which the shown estimate approaches a higher and a lower one. It falls faster than it rises. */
const RISE_HALF_LIFE_MS = 5_000;
const FALL_HALF_LIFE_MS = 1_500;

/** The half-life is at most this share of the time left, so that the end is not lagged behind. */
const HALF_LIFE_SHARE = 1 / 8;

/**
 * How far it may rise above the value that a reader sees by now, while no work was added: a share of it each second, and a
 * little more each millisecond so that it can grow although it counts down; after a silence no more than for `LONGEST_RISE_MS`.
 */
const RISE_PER_SECOND = 0.05;
const RISE_PER_MS = 1.6;
const LONGEST_RISE_MS = 500;

/**
 * The time left as it is shown: it follows the calculated one smoothly and counts down in between. A number that jumps about is
 * not believed; one that grows slowly says that things are slow.
 */
export class SmoothedEta {
	#value: number | undefined;

	/** As last shown, in milliseconds. */
	get value(): number | undefined {
		return this.#value;
	}

	/** Takes a new calculated value, `ms` milliseconds after the last one. `isMore`: work was added since. */
	update(calculated: number, ms: number, isMore: boolean): number {
		if (this.#value === undefined || isMore) {
			this.#value = calculated;
			return calculated;
		}
		const seen = Math.max(0, this.#value - ms);
		const longest = calculated > seen ? RISE_HALF_LIFE_MS : FALL_HALF_LIFE_MS;
		const halfLife = Math.max(1, Math.min(longest, calculated * HALF_LIFE_SHARE));
		const next = seen + (calculated - seen) * (1 - 2 ** (-ms / halfLife));
		const share = RISE_PER_SECOND * Math.min(1, ms / 1000);
		this.#value = Math.min(next, seen * (1 + share) + RISE_PER_MS * Math.min(ms, LONGEST_RISE_MS));
		return this.#value;
	}

	/** Nothing is left, or there is no estimate any more. */
	reset(): void {
		this.#value = undefined;
	}
}
