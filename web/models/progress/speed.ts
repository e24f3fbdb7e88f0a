/** Half-life of the fast average, in milliseconds: steady enough to read, fast enough to be accurate. */
const HALF_LIFE_MS = 3_000;

/** Samples closer together than this, in milliseconds, are too short to measure a rate. */
const MIN_SAMPLE_MS = 400;

/** Amounts of work: as sums they only grow while work goes on, as rates they are per second. */
export interface WorkAmount {
	readonly bytes: number;
	readonly files: number;
}

/** An exponential moving average of bytes and files per second, weighted by time and not by the number of samples. */
export class Speed {
	#last: (WorkAmount & { readonly at: number }) | undefined;
	#rate: WorkAmount = { bytes: 0, files: 0 };
	#weight = 0;
	#observedMs = 0;
	#halfLife: number;

	/** @param halfLife milliseconds after which a sample counts half */
	constructor(halfLife = HALF_LIFE_MS) {
		this.#halfLife = halfLife;
	}

	/** Milliseconds observed; pauses do not count. */
	get observedMs(): number {
		return this.#observedMs;
	}

	/** Adds a sample; returns the rates per second. */
	sample(at: number, now: WorkAmount): WorkAmount {
		const last = this.#last;
		if (last === undefined) {
			this.#last = { at, ...now };
			return this.#average();
		}
		const span = at - last.at;
		if (span < MIN_SAMPLE_MS) return this.#average();
		this.#last = { at, ...now };
		// Sums shrink when files are removed; that is not a negative speed.
		const bytes = (Math.max(0, now.bytes - last.bytes) * 1000) / span;
		const files = (Math.max(0, now.files - last.files) * 1000) / span;
		const keep = 2 ** (-span / this.#halfLife);
		this.#rate = {
			bytes: this.#rate.bytes * keep + bytes * (1 - keep),
			files: this.#rate.files * keep + files * (1 - keep),
		};
		this.#weight = this.#weight * keep + (1 - keep);
		this.#observedMs += span;
		return this.#average();
	}

	/** Work is halted: the time until the next sample does not count. */
	pause(): void {
		this.#last = undefined;
	}

	/** Starts over for the next piece of work. */
	reset(): void {
		this.#last = undefined;
		this.#rate = { bytes: 0, files: 0 };
		this.#weight = 0;
		this.#observedMs = 0;
	}

	/** Divides by the accumulated weight; otherwise the average would start too low. */
	#average(): WorkAmount {
		if (this.#weight === 0) return this.#rate;
		return { bytes: this.#rate.bytes / this.#weight, files: this.#rate.files / this.#weight };
	}
}
