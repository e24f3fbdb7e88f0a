/**
 * Work done per millisecond, weighted by age: what was done one half-life ago counts half. Only time in which something could
 * be done is added, so a pause changes nothing.
 */
export class DecayingRate {
	#done = 0;
	#time = 0;

	/** `done` was done in the last `ms` milliseconds. */
	add(done: number, ms: number, halfLifeMs: number): void {
		const kept = 2 ** (-ms / halfLifeMs);
		this.#done = this.#done * kept + done;
		this.#time = this.#time * kept + ms;
	}

	/** From now on `more` gets done per millisecond: something that competed for the time has ended. */
	raise(more: number): void {
		this.#done += more * this.#time;
	}

	/** Per millisecond; `undefined` before anything was done. */
	get rate(): number | undefined {
		return this.#time > 0 && this.#done > 0 ? this.#done / this.#time : undefined;
	}
}
