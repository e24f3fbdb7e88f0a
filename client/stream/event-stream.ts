import { type Cursor, formatCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { Placement } from "../../src/protocol/stream/place-frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { CLOSE } from "../../src/protocol/stream/stream-message.ts";
import { type Api, eventsPath } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import { Fallback } from "./fallback.ts";
import type { EventSourceLike } from "./server-sent-events.ts";
import { ABNORMAL_CLOSURE, type SocketLike, StreamSocket } from "./stream-socket.ts";

/** How up to date the reader is, and over what: `live` by a socket or server-sent events, `polling` by polls. */
export type StreamState = "connecting" | "catching-up" | "live" | "polling" | "offline";

/** The longest backoff window between two tries of the socket, in milliseconds, unless the server names a longer one. */
const MAX_RECONNECT_MS = 60_000;

/** A socket that lasted this long, in milliseconds, resets the count of failures. */
const STABLE_MS = 10_000;

/** Milliseconds that a pinged socket has to answer; after that, polling begins alongside it. */
export const PROBE_TIMEOUT_MS = 2_000;

/** When a server lets a crowd back in: milliseconds that a new socket has to say hello until polls add to the crowd. */
const HELLO_GRACE_MS = 5_000;

/** Used until the server names its own. */
const DEFAULT_RETRY: RetryWindow = { min: 0, window: 1_000 };

/** Dependencies of the stream. In a browser, the two `open…` functions wrap `WebSocket` and `EventSource`. */
export interface StreamDeps {
	readonly clock: Clock;
	readonly poll: Api["poll"];
	openSocket(path: string): SocketLike;
	openEvents(path: string): EventSourceLike;
	/** `navigator.onLine`, which may be wrong in both directions. */
	online(): boolean;
}

/** Callbacks of the stream. */
export interface StreamHandlers {
	/** The reader's cursor; `undefined` before the first frame. */
	cursor(): Cursor | undefined;
	/** Whether any file is under way. */
	busy(): boolean;
	/** Applies a frame by the rule of `placeFrame`, and returns what that rule said. */
	frame(frame: Frame): Placement;
	state(state: StreamState): void;
	/** Anything was received. */
	received(over: "socket" | "fallback"): void;
	/** A socket broke, or could not be opened. */
	lost?(): void;
	/** The server no longer knows the session; the stream has stopped. */
	sessionEnded(): void;
}

/*
 *              hello, caught up                          lost, or silent when pinged
 *   connecting ───────────────► (catching-up ►) live ─────────────────────────────► polling ⇄ offline
 *        │ lost                       ▲                                                │  ▲
 *        └──────────► polling ────────┴──── a new socket's hello, caught up ◄──────────┘  │ server-sent events, while
 *                                                                                   live ◄┘ there is work
 *
 * The fallback begins at the first fault and ends only when a socket has brought everything up to its hello, so there is no
 * moment in which changes are missed.
 */

/** Follows a session over whatever the network lets through: a WebSocket, else server-sent events, else polls. */
export class EventStream {
	#deps: StreamDeps;
	#handlers: StreamHandlers;
	#socket: StreamSocket | undefined;
	/** The present socket has said hello. */
	#greeted = false;
	#greetedAt = 0;
	/** The present socket was pinged and has not answered yet. */
	#probing = false;
	/** The cursor that the socket's hello named; `undefined` once the reader is there. */
	#catchUpTo: Cursor | undefined;
	#failures = 0;
	#retry = DEFAULT_RETRY;
	#cancelReconnect: () => void = () => {};
	#cancelFallback: () => void = () => {};
	#mayReconnect = true;
	#fallback: Fallback;
	#stopped = true;

	constructor(deps: StreamDeps, handlers: StreamHandlers) {
		this.#deps = deps;
		this.#handlers = handlers;
		this.#fallback = new Fallback(deps, {
			cursor: () => this.#after(),
			busy: handlers.busy,
			frame: (frame) => handlers.frame(frame) !== "ask-again",
			retry: (retry) => {
				this.#retry = retry;
			},
			received: (how) => {
				handlers.received("fallback");
				// The server answers polls, so a socket that has not answered its ping is dead.
				if (this.#probing) this.#giveUpSocket();
				if (this.#greeted) this.#reportSocketState();
				else this.#reportFallbackState(how);
			},
			unanswered: () => this.#reportFallbackState("offline"),
			sessionEnded: () => this.#end(),
		});
	}

	start(): void {
		this.#stopped = false;
		this.#mayReconnect = true;
		this.#failures = 0;
		this.#handlers.state("connecting");
		this.#connect();
	}

	stop(): void {
		this.#stopped = true;
		this.#cancelReconnect();
		this.#socket?.close();
		this.#socket = undefined;
		this.#greeted = false;
		this.#probing = false;
		this.#stopFallback();
	}

	/** Call it when the network may have changed, the machine may have slept, or a person looks again: tries everything at once. */
	check(): void {
		if (this.#stopped) return;
		if (!this.#deps.online()) this.#handlers.state("offline");
		this.probe();
		if (this.#socket === undefined) {
			this.#failures = 0;
			this.#connect();
		}
	}

	/**
	 * Call it when another request to this server got no answer, or when changes must exist that have not arrived. Pings the
	 * socket, and polls alongside it if it does not answer soon; without a socket, polls now.
	 */
	probe(): void {
		if (this.#stopped || this.#probing) return;
		if (this.#greeted) {
			this.#probing = true;
			this.#socket?.ping();
			this.#startFallback(PROBE_TIMEOUT_MS);
			return;
		}
		if (this.#socket === undefined) this.#startFallback(0);
		this.#fallback.checkNow();
	}

	/** Replaces the socket by a new one, for when `openSocket` leads elsewhere than before. */
	reconnect(): void {
		if (this.#stopped) return;
		this.#socket?.close();
		this.#greeted = false;
		this.#probing = false;
		this.#mayReconnect = true;
		this.#failures = 0;
		this.#startFallback(PROBE_TIMEOUT_MS);
		this.#connect();
	}

	/** Call it after a change of the client's own: while polling, an idle pause would delay its frame. */
	pollNow(): void {
		this.#fallback.pollNow();
	}

	#after(): string | null {
		const cursor = this.#handlers.cursor();
		return cursor === undefined ? null : formatCursor(cursor);
	}

	#connect(): void {
		this.#cancelReconnect();
		if (!this.#mayReconnect) return;
		this.#socket = new StreamSocket(this.#deps.openSocket(eventsPath(this.#after())), this.#deps.clock, {
			hello: (cursor, retry) => {
				this.#greeted = true;
				this.#greetedAt = this.#deps.clock.now();
				this.#catchUpTo = cursor;
				this.#retry = retry;
				this.#reportSocketState();
			},
			frame: (frame) => {
				// The epoch of the hello has ended: its remaining frames will never come.
				if (frame.epoch !== this.#catchUpTo?.epoch) this.#catchUpTo = undefined;
				if (this.#handlers.frame(frame) === "ask-again") this.#socket?.resume(this.#after());
				else this.#reportSocketState();
			},
			received: () => {
				this.#probing = false;
				this.#handlers.received("socket");
				this.#reportSocketState();
			},
			lost: (code) => this.#lost(code),
		});
	}

	/** Live once the reader has everything up to the hello; only then may the fallback stop. */
	#reportSocketState(): void {
		if (!this.#greeted) return;
		const here = this.#handlers.cursor();
		const target = this.#catchUpTo;
		const caughtUp =
			target === undefined || (here !== undefined && here.epoch === target.epoch && here.seq >= target.seq);
		if (caughtUp) {
			this.#catchUpTo = undefined;
			this.#stopFallback();
		}
		this.#handlers.state(caughtUp ? "live" : "catching-up");
	}

	#giveUpSocket(): void {
		this.#socket?.close();
		this.#lost(ABNORMAL_CLOSURE);
	}

	#lost(code: number): void {
		const wasGreeted = this.#greeted;
		this.#handlers.lost?.();
		this.#socket = undefined;
		if (wasGreeted && this.#deps.clock.now() - this.#greetedAt >= STABLE_MS) this.#failures = 0;
		this.#greeted = false;
		this.#probing = false;
		this.#failures++;
		if (code === CLOSE.sessionEnded) {
			this.#end();
			return;
		}
		// Any other code of this range means: no socket again. The fallback still carries everything.
		if (code >= 4500 && code < 5000) this.#mayReconnect = false;
		const { min, window } = this.#retry;
		const wait = backoff(this.#deps.clock, this.#failures, {
			floor: min,
			first: Math.max(window, 1),
			longest: Math.max(MAX_RECONNECT_MS, window),
		});
		if (this.#mayReconnect) this.#cancelReconnect = this.#deps.clock.after(wait, () => this.#connect());
		// A server that names a longer window has a crowd to let in again: one socket each comes first, spread over the window.
		const isCrowd = wasGreeted && this.#mayReconnect && (min > 0 || window > DEFAULT_RETRY.window);
		this.#startFallback(isCrowd ? wait + HELLO_GRACE_MS : 0);
	}

	#startFallback(afterMs: number): void {
		this.#cancelFallback();
		if (afterMs === 0) this.#fallback.start();
		else this.#cancelFallback = this.#deps.clock.after(afterMs, () => this.#fallback.start());
	}

	#stopFallback(): void {
		this.#cancelFallback();
		this.#fallback.stop();
	}

	#reportFallbackState(state: StreamState): void {
		if ((!this.#greeted || this.#probing) && !this.#stopped) this.#handlers.state(state);
	}

	#end(): void {
		this.stop();
		this.#handlers.sessionEnded();
	}
}
