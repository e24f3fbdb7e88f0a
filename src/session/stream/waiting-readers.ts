import { MAX_WAITING_READERS } from "../limits.ts";

/** A reader that waits for the next tick with an open response: an event stream or a long poll. */
export interface WaitingReader {
	/** A tick was written. Returns whether the reader goes on waiting. */
	notify(): boolean;
	/** Only gauges have changed. Long polls do not care. */
	notifyGauges?(): void;
}

/**
 * The readers that hold a response open. Unlike hibernating sockets they keep the actor awake, so their number is bounded, and
 * each leaves as soon as it has been served.
 */
export class WaitingReaders {
	readonly #readers = new Set<WaitingReader>();

	get size(): number {
		return this.#readers.size;
	}

	/** Adds a reader; returns whether there was room. */
	join(reader: WaitingReader): boolean {
		if (this.#readers.size >= MAX_WAITING_READERS) return false;
		this.#readers.add(reader);
		return true;
	}

	leave(reader: WaitingReader): void {
		this.#readers.delete(reader);
	}

	/** Notifies all of a tick. */
	notify(): void {
		for (const reader of this.#readers) if (!reader.notify()) this.#readers.delete(reader);
	}

	/** Notifies those who want to know of new gauges. */
	notifyGauges(): void {
		for (const reader of this.#readers) reader.notifyGauges?.();
	}
}
