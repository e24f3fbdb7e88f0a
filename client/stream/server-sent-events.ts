import { HEARTBEAT_MS } from "../../src/protocol/limits.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { Clock } from "../http/clock.ts";

/** The part of a browser's `EventSource` that the stream uses. */
export interface EventSourceLike {
	/** `frame` and `idle` are events of these names; `lost` is any error. */
	listen(handlers: { frame(text: string): void; idle(): void; lost(): void }): void;
	close(): void;
}

/** Callbacks of a response of server-sent events. None is called after `idle` or `lost`. */
export interface ServerSentEventsHandlers {
	frame(frame: Frame): void;
	/** The server has nothing left to report and closed the response. */
	idle(): void;
	/** The response broke, or was silent for so long that it may be dead. */
	lost(): void;
}

/**
 * One response of server-sent events, from opening to end. Whether and when to reconnect is decided by the fallback, so the
 * browser's own reconnecting is never used.
 */
export class ServerSentEvents {
	#source: EventSourceLike;
	#clock: Clock;
	#handlers: ServerSentEventsHandlers;
	#cancelSilenceTimer: () => void = () => {};
	#closed = false;

	constructor(source: EventSourceLike, clock: Clock, handlers: ServerSentEventsHandlers) {
		this.#source = source;
		this.#clock = clock;
		this.#handlers = handlers;
		this.#restartSilenceTimer();
		source.listen({
			frame: (text) => this.#receive(text),
			idle: () => this.#end(handlers.idle),
			lost: () => this.#end(handlers.lost),
		});
	}

	/** Closes it without calling a handler. */
	close(): void {
		this.#closed = true;
		this.#cancelSilenceTimer();
		this.#source.close();
	}

	/** A one-way response cannot be pinged, so a long silence ends it; reconnecting with the cursor costs one request. */
	#restartSilenceTimer(): void {
		this.#cancelSilenceTimer();
		this.#cancelSilenceTimer = this.#clock.after(HEARTBEAT_MS, () => this.#end(this.#handlers.lost));
	}

	#receive(text: string): void {
		if (this.#closed) return;
		this.#restartSilenceTimer();
		let frame: Frame;
		try {
			frame = JSON.parse(text);
		} catch {
			this.#end(this.#handlers.lost);
			return;
		}
		this.#handlers.frame(frame);
	}

	#end(handler: () => void): void {
		if (this.#closed) return;
		this.close();
		handler();
	}
}
