import type { EventSourceLike } from "../../../client/stream/event-source.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";

/** A line of server-sent events whose other end is the test. */
export class FakeLine implements EventSourceLike {
	readonly path: string;
	closed = false;
	#told: Parameters<EventSourceLike["listen"]>[0] = { frame() {}, idle() {}, lost() {} };

	constructor(path: string) {
		this.path = path;
	}

	listen(told: Parameters<EventSourceLike["listen"]>[0]): void {
		this.#told = told;
	}

	close(): void {
		this.closed = true;
	}

	frame(sent: Frame): void {
		this.#told.frame(JSON.stringify(sent));
	}

	text(text: string): void {
		this.#told.frame(text);
	}

	idle(): void {
		this.#told.idle();
	}

	drop(): void {
		this.#told.lost();
	}
}
