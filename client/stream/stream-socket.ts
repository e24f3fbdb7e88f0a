import { type Cursor, formatCursor, parseCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { PING, PONG, type StreamMessage } from "../../src/protocol/stream/stream-message.ts";
import type { ResumeMessage } from "../../src/protocol/stream/up-message.ts";
import type { Clock } from "../http/clock.ts";
import { Heartbeat } from "./heartbeat.ts";

/** The part of a browser's WebSocket that is used. */
export interface SocketLike {
	listen(onText: (text: string) => void, onClose: (code: number) => void): void;
	send(text: string): void;
	close(): void;
}

/** What a socket tells. After `lost` it tells nothing more. */
export interface SocketEvents {
	hello(cursor: Cursor | undefined, retry: RetryWindow): void;
	frame(frame: Frame): void;
	/** Anything at all arrived, `pong` included. */
	heard(): void;
	lost(code: number): void;
}

/** A socket that did not say hello for this long is given up, in milliseconds; a cold start takes one or two seconds. */
export const HELLO_TIMEOUT_MS = 10_000;

/** Between two acknowledgements, in milliseconds, where a server asks for them. */
export const ACK_MS = 1_000;

/** What a browser reports for a connection that broke without a closing word. */
export const BROKEN = 1006;

/** One socket, from opening to loss, with its heartbeat. */
export class StreamSocket {
	#socket: SocketLike;
	#events: SocketEvents;
	#heartbeat: Heartbeat;
	#clock: Clock;
	#cancelHello: () => void;
	#cancelAck: (() => void) | undefined;
	#mustAck = false;
	/** The end of the last frame that was read. */
	#read = "";
	#over = false;

	constructor(socket: SocketLike, clock: Clock, events: SocketEvents) {
		this.#socket = socket;
		this.#events = events;
		this.#clock = clock;
		this.#heartbeat = new Heartbeat(
			clock,
			() => socket.send(PING),
			() => this.#end(BROKEN),
		);
		this.#cancelHello = clock.after(HELLO_TIMEOUT_MS, () => this.#end(BROKEN));
		socket.listen(
			(text) => this.#hear(text),
			(code) => this.#end(code),
		);
	}

	/** Asks at once whether the other end is still there. */
	check(): void {
		this.#heartbeat.check();
	}

	/** Asks for everything after a cursor. */
	resume(after: string | null): void {
		this.#socket.send(JSON.stringify({ type: "resume", after } satisfies ResumeMessage));
	}

	/** Closes without telling anybody. */
	close(): void {
		this.#over = true;
		this.#tidy();
	}

	#hear(text: string): void {
		if (this.#over) return;
		this.#heartbeat.heard();
		this.#events.heard();
		if (text === PONG) return;
		const message = parse(text);
		if (message === undefined) this.#end(BROKEN);
		else if (message.type === "hello") {
			this.#cancelHello();
			this.#mustAck = message.acks === true;
			this.#events.hello(parseCursor(message.cursor), message.retry);
		} else if (message.type === "frame") {
			this.#events.frame(message);
			this.#read = formatCursor({ epoch: message.epoch, seq: message.to });
			if (this.#mustAck) this.#cancelAck ??= this.#clock.after(ACK_MS, () => this.#ack());
		}
	}

	/** A server that cannot see what was read stops telling whoever does not say so. */
	#ack(): void {
		this.#cancelAck = undefined;
		this.#socket.send(JSON.stringify({ type: "ack", after: this.#read }));
	}

	#end(code: number): void {
		if (this.#over) return;
		this.#over = true;
		this.#tidy();
		this.#events.lost(code);
	}

	#tidy(): void {
		this.#cancelHello();
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
