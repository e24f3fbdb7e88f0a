/**
 * How much gets done in a millisecond, of late: what was done lately counts more, half as much after each half-life. Only
 * time in which something could be done is added, so a pause changes nothing.
 */
export class WorkPace {
	#done = 0;
	#time = 0;

	/** So much was done in the last so many milliseconds. */
	add(done: number, ms: number, halfLifeMs: number): void {
		const kept = 2 ** (-ms / halfLifeMs);
		this.#done = this.#done * kept + done;
		this.#time = this.#time * kept + ms;
	}

	/** From now on so much more gets done in a millisecond: something that was in the way is gone. */
	raise(more: number): void {
		this.#done += more * this.#time;
	}

	/** Per millisecond; `undefined` while nothing is known. */
	get rate(): number | undefined {
		return this.#time > 0 && this.#done > 0 ? this.#done / this.#time : undefined;
	}
}
