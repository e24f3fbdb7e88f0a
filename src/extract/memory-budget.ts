/** Returns the acquired memory. Calling it again does nothing. */
export type Release = () => void;

/**
 * A memory budget shared by concurrent extractions. Requests that exceed what is left wait, first in first out. A request
 * larger than the whole budget waits for all of it and then runs alone.
 */
export class MemoryBudget {
	readonly #capacity: number;
	#used = 0;
	readonly #waiting: { readonly bytes: number; readonly admit: () => void }[] = [];

	/** `capacity` in bytes. */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	/** Resolves when this many bytes may be held. */
	async acquire(bytes: number): Promise<Release> {
		const share = Math.min(bytes, this.#capacity);
		if (this.#waiting.length > 0 || this.#used + share > this.#capacity) {
			await new Promise<void>((admit) => this.#waiting.push({ bytes: share, admit }));
		} else this.#used += share;
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			this.#used -= share;
			this.#admitWaiting();
		};
	}

	#admitWaiting(): void {
		while (true) {
			const next = this.#waiting[0];
			if (next === undefined || this.#used + next.bytes > this.#capacity) return;
			this.#waiting.shift();
			this.#used += next.bytes;
			next.admit();
		}
	}
}
