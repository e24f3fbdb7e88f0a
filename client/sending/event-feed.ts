interface Subscriber<Event> {
	pending: Event[];
	wake: (() => void) | undefined;
}

/** Delivers events to any number of subscribers, each with a `for await` loop of its own. */
export class EventFeed<Event> {
	#subscribers = new Set<Subscriber<Event>>();
	#closed = false;

	emit(event: Event): void {
		for (const subscriber of this.#subscribers) {
			subscriber.pending.push(event);
			subscriber.wake?.();
		}
	}

	/** Ends every subscription once its pending events are read. */
	close(): void {
		this.#closed = true;
		for (const subscriber of this.#subscribers) subscriber.wake?.();
	}

	/** All events from this call on. They are buffered while the subscriber is busy. */
	subscribe(): AsyncGenerator<Event, void> {
		// Registered here and not in the generator, whose body runs only at its first `next`.
		const subscriber: Subscriber<Event> = { pending: [], wake: undefined };
		this.#subscribers.add(subscriber);
		return this.#deliver(subscriber);
	}

	async *#deliver(subscriber: Subscriber<Event>): AsyncGenerator<Event, void> {
		try {
			for (;;) {
				const events = subscriber.pending;
				subscriber.pending = [];
				yield* events;
				if (subscriber.pending.length > 0) continue;
				if (this.#closed) return;
				await new Promise<void>((wake) => {
					subscriber.wake = wake;
				});
				subscriber.wake = undefined;
			}
		} finally {
			this.#subscribers.delete(subscriber);
		}
	}
}
