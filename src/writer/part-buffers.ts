import { MIB } from "../protocol/limits.ts";

/** While fewer bytes are held, writers get further buffers, so that reading overlaps with storing. */
const SOFT_LIMIT_BYTES = 64 * MIB;

/** No writer may start beyond this: an isolate has 128 MB of memory for everything. */
const HARD_LIMIT_BYTES = 96 * MIB;

/** Memory held by the part buffers of all requests in this isolate. */
export class BufferBudget {
	#held = 0;

	/** Reserves bytes; `false` when there is no room. A writer's first buffer gets the higher limit: without it nothing moves. */
	reserve(bytes: number, isFirst: boolean): boolean {
		if (this.#held + bytes > (isFirst ? HARD_LIMIT_BYTES : SOFT_LIMIT_BYTES)) return false;
		this.#held += bytes;
		return true;
	}

	release(bytes: number): void {
		this.#held -= bytes;
	}
}

/** The buffers of one writer: few, of one size, and reused, so that memory does not depend on the body's length. */
export class PartBuffers {
	readonly #budget: BufferBudget;
	readonly #bytes: number;
	readonly #free: Uint8Array[] = [];
	#held = 0;

	constructor(budget: BufferBudget, bytes: number) {
		this.#budget = budget;
		this.#bytes = bytes;
	}

	/** Allocates the first buffer; `false` when there is no room for this writer. */
	reserveFirst(): boolean {
		if (!this.#budget.reserve(this.#bytes, true)) return false;
		this.#held = 1;
		this.#free.push(new Uint8Array(this.#bytes));
		return true;
	}

	/** A free buffer; `undefined` when the caller must wait for a `release`. */
	acquire(): Uint8Array | undefined {
		const free = this.#free.pop();
		if (free) return free;
		if (!this.#budget.reserve(this.#bytes, false)) return undefined;
		this.#held += 1;
		return new Uint8Array(this.#bytes);
	}

	release(buffer: Uint8Array): void {
		this.#free.push(buffer);
	}

	/** Returns the memory of all buffers to the budget. */
	releaseAll(): void {
		this.#budget.release(this.#held * this.#bytes);
		this.#held = 0;
		this.#free.length = 0;
	}
}
