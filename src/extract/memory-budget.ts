/** Gives back what was taken. */
export type Release = () => void;

/**
 * Memory that readings which hold much at once share. Whoever asks for more than is left waits, in order, until others
 * have given back; one that asks for more than all there is waits for everything and then goes alone.
 */
export class MemoryBudget {
	readonly #bytes: number;
	#taken = 0;
	readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = [];

	constructor(bytes: number) {
		this.#bytes = bytes;
	}

	/** Resolves when so many bytes may be held. */
	async take(bytes: number): Promise<Release> {
		const share = Math.min(bytes, this.#bytes);
		if (this.#waiting.length > 0 || this.#taken + share > this.#bytes) {
			await new Promise<void>((go) => this.#waiting.push({ bytes: share, go }));
		} else this.#taken += share;
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			this.#taken -= share;
			this.#letIn();
		};
	}

	#letIn(): void {
		while (true) {
			const next = this.#waiting[0];
			if (next === undefined || this.#taken + next.bytes > this.#bytes) return;
			this.#waiting.shift();
			this.#taken += next.bytes;
			next.go();
		}
	}
}
