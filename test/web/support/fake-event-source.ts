import type { EventSourceLike } from "../../../client/stream/server-sent-events.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";

/** A stream of server-sent events whose other end is the test. */
export class FakeEventSource implements EventSourceLike {
	readonly path: string;
	closed = false;
	#listener: Parameters<EventSourceLike["listen"]>[0] = { frame() {}, idle() {}, lost() {} };

	constructor(path: string) {
		this.path = path;
	}

	listen(listener: Parameters<EventSourceLike["listen"]>[0]): void {
		this.#listener = listener;
	}

	close(): void {
		this.closed = true;
	}

	frame(sent: Frame): void {
		this.#listener.frame(JSON.stringify(sent));
	}

	text(text: string): void {
		this.#listener.frame(text);
	}

	idle(): void {
		this.#listener.idle();
	}

	drop(): void {
		this.#listener.lost();
	}
}
