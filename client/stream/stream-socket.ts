import type { ResumeMessage } from "../../src/protocol/stream/client-message.ts";
import { type Cursor, formatCursor, parseCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { PING, PONG, type StreamMessage } from "../../src/protocol/stream/stream-message.ts";
import type { Clock } from "../http/clock.ts";
import { Heartbeat } from "./heartbeat.ts";

/** The part of a browser's `WebSocket` that the stream uses. */
export interface SocketLike {
	listen(onText: (text: string) => void, onClose: (code: number) => void): void;
	/** A text sent before the socket is open, or after it closed, may be lost silently. */
	send(text: string): void;
	close(): void;
}

/** Callbacks of a stream's socket. None is called after `lost`. */
export interface SocketHandlers {
	hello(cursor: Cursor | undefined, retry: RetryWindow): void;
	frame(frame: Frame): void;
	/** Anything arrived, `pong` included. */
	received(): void;
	lost(code: number): void;
}

/** Milliseconds until a socket that has not said hello is given up; a cold start takes one or two seconds. */
export const HELLO_TIMEOUT_MS = 10_000;

/** Milliseconds between two acknowledgements, where a server asks for them. */
export const ACK_MS = 1_000;

/** The close code of a connection that broke without a close frame (RFC 6455 §7.4.1). */
export const ABNORMAL_CLOSURE = 1006;

/** One socket, from opening to loss, with its heartbeat and acknowledgements. */
export class StreamSocket {
	#socket: SocketLike;
	#handlers: SocketHandlers;
	#heartbeat: Heartbeat;
	#clock: Clock;
	#cancelHelloTimeout: () => void;
	#cancelAck: (() => void) | undefined;
	#mustAck = false;
	/** The cursor after the last frame that was received. */
	#lastCursor = "";
	#closed = false;

	constructor(socket: SocketLike, clock: Clock, handlers: SocketHandlers) {
		this.#socket = socket;
		this.#handlers = handlers;
		this.#clock = clock;
		this.#heartbeat = new Heartbeat(
			clock,
			() => socket.send(PING),
			() => this.#end(ABNORMAL_CLOSURE),
		);
		this.#cancelHelloTimeout = clock.after(HELLO_TIMEOUT_MS, () => this.#end(ABNORMAL_CLOSURE));
		socket.listen(
			(text) => this.#receive(text),
			(code) => this.#end(code),
		);
	}

	/** Finds out at once whether the socket is alive. */
	ping(): void {
		this.#heartbeat.ping();
	}

	/** Asks for everything after a cursor; `null`: for a snapshot. */
	resume(after: string | null): void {
		this.#socket.send(JSON.stringify({ type: "resume", after } satisfies ResumeMessage));
	}

	/** Closes it without calling a handler. */
	close(): void {
		this.#closed = true;
		this.#cleanUp();
	}

	#receive(text: string): void {
		if (this.#closed) return;
		this.#heartbeat.received();
		this.#handlers.received();
		if (text === PONG) return;
		const message = parse(text);
		if (message === undefined) this.#end(ABNORMAL_CLOSURE);
		else if (message.type === "hello") {
			this.#cancelHelloTimeout();
			this.#mustAck = message.acks === true;
			this.#handlers.hello(parseCursor(message.cursor), message.retry);
		} else if (message.type === "frame") {
			this.#handlers.frame(message);
			this.#lastCursor = formatCursor({ epoch: message.epoch, seq: message.to });
			if (this.#mustAck) this.#cancelAck ??= this.#clock.after(ACK_MS, () => this.#sendAck());
		}
	}

	/** Without acknowledgements, a server that cannot see how much it has buffered would stop sending. */
	#sendAck(): void {
		this.#cancelAck = undefined;
		this.#socket.send(JSON.stringify({ type: "ack", after: this.#lastCursor }));
	}

	#end(code: number): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#cleanUp();
		this.#handlers.lost(code);
	}

	#cleanUp(): void {
		this.#cancelHelloTimeout();
		this.#cancelAck?.();
		this.#heartbeat.stop();
		this.#socket.close();
	}
}

function parse(text: string): StreamMessage | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
