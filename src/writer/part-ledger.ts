import type { Part } from "../session/rpc/upload-rpc.ts";

/** The numbers of one writer's parts: given in order, stored in any, told in order again. */
export class PartLedger {
	/** The number that the next part gets, and that of the first part which was not told. */
	#next: number;
	#toldNext: number;
	readonly #stored = new Map<number, string>();

	constructor(next: number) {
		this.#next = next;
		this.#toldNext = next;
	}

	/** Parts that were given a number and not told. */
	get untold(): number {
		return this.#next - this.#toldNext;
	}

	/** A number for a part that goes on its way. */
	give(): number {
		return this.#next++;
	}

	/** A part lies in storage. */
	keep(number: number, etag: string): void {
		this.#stored.set(number, etag);
	}

	/** Whether there is something to tell. */
	get isReady(): boolean {
		return this.#stored.has(this.#toldNext);
	}

	/** The stored parts that follow what was told without a gap. */
	ready(): Part[] {
		const parts: Part[] = [];
		for (let number = this.#toldNext; this.#stored.has(number); number++)
			parts.push({ number, etag: this.#stored.get(number) ?? "" });
		return parts;
	}

	/** The session has taken these in. */
	told(parts: readonly Part[]): void {
		for (const { number } of parts) this.#stored.delete(number);
		this.#toldNext += parts.length;
	}
}
