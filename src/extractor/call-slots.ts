/** Frees the slot. */
export type Leave = () => void;

/**
 * Decides which calls read in this isolate at the same time: a few, or one that wants to be alone. In order of arrival, so that
 * a call that waits for the others to end is not overtaken by new ones.
 */
export class CallSlots {
	readonly #capacity: number;
	#running = 0;
	#alone = false;
	readonly #waiting: { readonly alone: boolean; readonly admit: () => void }[] = [];

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	/** Resolves when the call may read. */
	async enter(alone: boolean): Promise<Leave> {
		await new Promise<void>((admit) => {
			this.#waiting.push({ alone, admit });
			this.#admitNext();
		});
		let left = false;
		return () => {
			if (left) return;
			left = true;
			this.#running -= 1;
			if (alone) this.#alone = false;
			this.#admitNext();
		};
	}

	#admitNext(): void {
		while (true) {
			const next = this.#waiting[0];
			if (next === undefined || this.#alone || this.#running >= (next.alone ? 1 : this.#capacity)) return;
			this.#waiting.shift();
			this.#running += 1;
			this.#alone = next.alone;
			next.admit();
		}
	}
}
