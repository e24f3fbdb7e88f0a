/** The part of what is calculated that is taken over at once shrinks with how far away it is; milliseconds. */
const QUICKEST_MS = 500;
const CALMEST_MS = 10_000;

/** How fast it may grow while nothing new came: by this share of itself a second, and a second each second. */
const GROWTH_A_SECOND = 0.1;

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
		const before = this.#value;
		const passed = Math.max(0, before - ms);
		const calm = Math.min(CALMEST_MS, Math.max(QUICKEST_MS, calculated / 4));
		const next = passed + (calculated - passed) * (1 - 2 ** (-ms / calm));
		this.#value = Math.min(next, before * (1 + (GROWTH_A_SECOND * ms) / 1000) + ms);
		return this.#value;
	}

	/** Nothing is left, or nobody can tell any more. */
	forget(): void {
		this.#value = undefined;
	}
}
