/** A file, or a partial upload, and its time in milliseconds since 1970. */
export interface DueTime {
	readonly n: number;
	readonly at: number;
}

/** Times by file number, in order: what is due first and last is known without looking at the others. */
export class DueTimes {
	readonly #times = new Map<number, number>();
	/** File numbers, the earliest time first; of equal times, the lowest number first. */
	readonly #order: number[] = [];

	/** Sets or replaces a file's time; milliseconds since 1970. */
	set(n: number, at: number): void {
		if (this.#times.get(n) === at) return;
		this.delete(n);
		this.#order.splice(this.#placeOf(n, at), 0, n);
		this.#times.set(n, at);
	}

	delete(n: number): void {
		const at = this.#times.get(n);
		if (at === undefined) return;
		this.#order.splice(this.#placeOf(n, at), 1);
		this.#times.delete(n);
	}

	/** The file that is due first; `undefined` when there is none. */
	first(): DueTime | undefined {
		return this.#entry(this.#order[0]);
	}

	/** The file that is due last. */
	last(): DueTime | undefined {
		return this.#entry(this.#order.at(-1));
	}

	/** From the first to the last. Copy it before changing times in the loop. */
	*[Symbol.iterator](): Generator<DueTime> {
		for (const n of this.#order) yield { n, at: this.#times.get(n) ?? 0 };
	}

	#entry(n: number | undefined): DueTime | undefined {
		return n === undefined ? undefined : { n, at: this.#times.get(n) ?? 0 };
	}

	/** Where a file with this time is, or belongs, in the order: by halving. */
	#placeOf(n: number, at: number): number {
		let [low, high] = [0, this.#order.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const other = this.#order[middle] ?? 0;
			const otherAt = this.#times.get(other) ?? 0;
			if (otherAt < at || (otherAt === at && other < n)) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
