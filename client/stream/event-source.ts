import { HEARTBEAT_MS } from "../../src/protocol/limits.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { Clock } from "../http/clock.ts";

/** The part of a browser's `EventSource` that is used. */
export interface EventSourceLike {
	listen(told: { frame(text: string): void; idle(): void; lost(): void }): void;
	close(): void;
}

/** What a line of events tells. After `idle` or `lost` it tells nothing more. */
export interface LineEvents {
	frame(frame: Frame): void;
	/** The server has nothing left to tell and hung up. */
	idle(): void;
	/** It broke, or was silent for so long that nobody can say whether it lives. */
	lost(): void;
}

/**
 * One response of server-sent events, from opening to end. It is only read: whether to come back, and when, is decided
 * elsewhere, so the browser's own reconnecting is never used.
 */
export class EventLine {
	#source: EventSourceLike;
	#clock: Clock;
	#events: LineEvents;
	#cancelSilence: () => void = () => {};
	#over = false;

	constructor(source: EventSourceLike, clock: Clock, events: LineEvents) {
		this.#source = source;
		this.#clock = clock;
		this.#events = events;
		this.#await();
		source.listen({
			frame: (text) => this.#read(text),
			idle: () => this.#end(events.idle),
			lost: () => this.#end(events.lost),
		});
	}

	/** Closes without telling anybody. */
	close(): void {
		this.#over = true;
		this.#cancelSilence();
		this.#source.close();
	}

	/** Nothing can be asked on such a line, so a long silence ends it: coming back with the cursor costs one request. */
	#await(): void {
		this.#cancelSilence();
		this.#cancelSilence = this.#clock.after(HEARTBEAT_MS, () => this.#end(this.#events.lost));
	}

	#read(text: string): void {
		if (this.#over) return;
		this.#await();
		let frame: Frame;
		try {
			frame = JSON.parse(text);
		} catch {
			this.#end(this.#events.lost);
			return;
		}
		this.#events.frame(frame);
	}

	#end(tell: () => void): void {
		if (this.#over) return;
		this.close();
		tell();
	}
}
