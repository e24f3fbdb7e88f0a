/** Half of what is shown comes from the last so many milliseconds: calm enough to read, quick enough to be true. */
const HALF_LIFE_MS = 3_000;

/** Samples closer together than this, in milliseconds, are too short to tell a rate. */
const SHORTEST_SAMPLE_MS = 400;

/** What is measured: sums that only grow while work goes on. */
export interface Progressed {
	readonly bytes: number;
	readonly files: number;
}

/** A moving average of bytes and files per second, weighted by time and not by the number of samples. */
export class Speed {
	#last: (Progressed & { readonly at: number }) | undefined;
	#rate: Progressed = { bytes: 0, files: 0 };
	#weight = 0;
	#watched = 0;
	#halfLife: number;

	/** @param halfLife milliseconds after which a sample counts half */
	constructor(halfLife = HALF_LIFE_MS) {
		this.#halfLife = halfLife;
	}

	/** Milliseconds that were looked at; rests do not count. */
	get watched(): number {
		return this.#watched;
	}

	/** Takes a sample; answers the rates per second. */
	sample(at: number, now: Progressed): Progressed {
		const last = this.#last;
		if (last === undefined) {
			this.#last = { at, ...now };
			return this.#shown();
		}
		const span = at - last.at;
		if (span < SHORTEST_SAMPLE_MS) return this.#shown();
		this.#last = { at, ...now };
		// Sums shrink when files are removed; that is no negative speed.
		const bytes = (Math.max(0, now.bytes - last.bytes) * 1000) / span;
		const files = (Math.max(0, now.files - last.files) * 1000) / span;
		const keep = 2 ** (-span / this.#halfLife);
		this.#rate = {
			bytes: this.#rate.bytes * keep + bytes * (1 - keep),
			files: this.#rate.files * keep + files * (1 - keep),
		};
		this.#weight = this.#weight * keep + (1 - keep);
		this.#watched += span;
		return this.#shown();
	}

	/** Nothing can move for a while: the time until the next sample says nothing about the speed. */
	rest(): void {
		this.#last = undefined;
	}

	/** Begins anew, for the next piece of work. */
	reset(): void {
		this.#last = undefined;
		this.#rate = { bytes: 0, files: 0 };
		this.#weight = 0;
		this.#watched = 0;
	}

	/** The young average is divided by its weight, or the first seconds would all look slow. */
	#shown(): Progressed {
		if (this.#weight === 0) return this.#rate;
		return { bytes: this.#rate.bytes / this.#weight, files: this.#rate.files / this.#weight };
	}
}
