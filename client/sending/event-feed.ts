interface Reader<Event> {
	waiting: Event[];
	wake: (() => void) | undefined;
}

/** Events for any number of readers, each in a `for await` of its own. */
export class EventFeed<Event> {
	#readers = new Set<Reader<Event>>();
	#closed = false;

	tell(event: Event): void {
		for (const reader of this.#readers) {
			reader.waiting.push(event);
			reader.wake?.();
		}
	}

	/** Ends every reader, once it has read what was told. */
	close(): void {
		this.#closed = true;
		for (const reader of this.#readers) reader.wake?.();
	}

	/** What happens from this call on, also while the reader is busy with something else. */
	read(): AsyncGenerator<Event, void> {
		const reader: Reader<Event> = { waiting: [], wake: undefined };
		this.#readers.add(reader);
		return this.#follow(reader);
	}

	async *#follow(reader: Reader<Event>): AsyncGenerator<Event, void> {
		try {
			for (;;) {
				const told = reader.waiting;
				reader.waiting = [];
				yield* told;
				if (reader.waiting.length > 0) continue;
				if (this.#closed) return;
				await new Promise<void>((wake) => {
					reader.wake = wake;
				});
				reader.wake = undefined;
			}
		} finally {
			this.#readers.delete(reader);
		}
	}
}
