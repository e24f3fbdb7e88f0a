import { MAX_WAITING_READERS } from "../limits.ts";

/** Someone who waits for the next tick over an open response: an event stream, or a poll. */
export interface Reader {
	/** Something was written. Answers whether the reader stays. */
	wake(): boolean;
	/** Only gauges have changed. Those who wait for one answer do not care. */
	glance?(): void;
}

/**
 * The readers that hold a response open. Unlike sockets they keep the actor awake, so there is a bound to their
 * number, and each leaves as soon as it has been served.
 */
export class Readers {
	readonly #readers = new Set<Reader>();

	/** How many wait. */
	get size(): number {
		return this.#readers.size;
	}

	/** Takes a reader in; answers whether there was room. */
	join(reader: Reader): boolean {
		if (this.#readers.size >= MAX_WAITING_READERS) return false;
		this.#readers.add(reader);
		return true;
	}

	leave(reader: Reader): void {
		this.#readers.delete(reader);
	}

	/** Tells all that something was written. */
	wake(): void {
		for (const reader of this.#readers) if (!reader.wake()) this.#readers.delete(reader);
	}

	/** Tells those who care that gauges have changed. */
	glance(): void {
		for (const reader of this.#readers) reader.glance?.();
	}
}
