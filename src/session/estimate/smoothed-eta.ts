/** Half of what is calculated to be more, or less, is taken over in this many milliseconds at the most: good news travels faster. */
const CALM_UP_MS = 5_000;
const CALM_DOWN_MS = 1_500;

/** In a share of what is left, when that is less. */
const CALM_SHARE = 1 / 8;

/**
 * How far it may rise above what a reader sees by then, while nothing new came: a share of it a second, and this much more a
 * millisecond, so that it can grow at all although it counts down. After a silence no more than after these milliseconds.
 */
const RISE_A_SECOND = 0.05;
const RISE_A_MS = 1.6;
const LONGEST_RISE_MS = 500;

/**
 * A time left as it is told: follows what is calculated, but calmly, and counts down in between. A number that jumps about is
 * believed by nobody; one that grows slowly says that things are slow.
 */
export class Told {
	#value: number | undefined;

	/** As it was told last, in milliseconds. */
	get value(): number | undefined {
		return this.#value;
	}

	/** Takes what was calculated now, so many milliseconds after the last time. `isMore`: there is more to do than then. */
	follow(calculated: number, ms: number, isMore: boolean): number {
		if (this.#value === undefined || isMore) {
			this.#value = calculated;
			return calculated;
		}
		const seen = Math.max(0, this.#value - ms);
		const most = calculated > seen ? CALM_UP_MS : CALM_DOWN_MS;
		const calm = Math.max(1, Math.min(most, calculated * CALM_SHARE));
		const next = seen + (calculated - seen) * (1 - 2 ** (-ms / calm));
		const share = RISE_A_SECOND * Math.min(1, ms / 1000);
		this.#value = Math.min(next, seen * (1 + share) + RISE_A_MS * Math.min(ms, LONGEST_RISE_MS));
		return this.#value;
	}

	/** Nothing is left, or nobody can tell any more. */
	forget(): void {
		this.#value = undefined;
	}
}
