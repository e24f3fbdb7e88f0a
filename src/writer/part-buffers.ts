import { MIB } from "../protocol/limits.ts";

/** Bytes of buffers up to which a writer gets a second and third one, so that reading overlaps with storing. */
const ROOMY_BYTES = 64 * MIB;

/** Bytes of buffers beyond which nobody begins to write: an isolate has 128 MB for them and everything else. */
const FULL_BYTES = 96 * MIB;

/** The part buffers that all requests of this isolate hold together. */
export class BufferBudget {
	#held = 0;

	/** So many bytes more, if there is room. A writer's first buffer may take more of it than its others. */
	take(bytes: number, isFirst: boolean): boolean {
		if (this.#held + bytes > (isFirst ? FULL_BYTES : ROOMY_BYTES)) return false;
		this.#held += bytes;
		return true;
	}

	giveBack(bytes: number): void {
		this.#held -= bytes;
	}
}

/** The buffers of one writer: few, of one size, used again and again, so that memory stays flat however long the body is. */
export class PartBuffers {
	readonly #budget: BufferBudget;
	readonly #bytes: number;
	readonly #free: Uint8Array[] = [];
	#held = 0;

	constructor(budget: BufferBudget, bytes: number) {
		this.#budget = budget;
		this.#bytes = bytes;
	}

	/** Makes sure of the one buffer without which nothing goes on. Answers whether there is room for it. */
	begin(): boolean {
		if (!this.#budget.take(this.#bytes, true)) return false;
		this.#held = 1;
		this.#free.push(new Uint8Array(this.#bytes));
		return true;
	}

	/** A buffer; `undefined` when one must come back first. */
	take(): Uint8Array | undefined {
		const free = this.#free.pop();
		if (free) return free;
		if (!this.#budget.take(this.#bytes, false)) return undefined;
		this.#held += 1;
		return new Uint8Array(this.#bytes);
	}

	giveBack(buffer: Uint8Array): void {
		this.#free.push(buffer);
	}

	/** The writer is done. */
	end(): void {
		this.#budget.giveBack(this.#held * this.#bytes);
		this.#held = 0;
		this.#free.length = 0;
	}
}
