import { type Cursor, formatCursor } from "../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { Placement } from "../../src/protocol/stream/place-frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { CLOSE } from "../../src/protocol/stream/stream-message.ts";
import { type Api, eventsAfter } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import type { EventSourceLike } from "./event-source.ts";
import { Fallback } from "./fallback.ts";
import { BROKEN, type SocketLike, StreamSocket } from "./stream-socket.ts";

/** How the page hears from the server at this moment. */
export type StreamState = "connecting" | "catching-up" | "live" | "polling" | "offline";

/** Longest pause between two tries of the socket while polling, in milliseconds. */
const LONGEST_PROBE_MS = 60_000;

/** A socket that lived this long, in milliseconds, was a good one: the next failure starts counting anew. */
const STABLE_MS = 10_000;

/** A socket that is asked and does not answer this soon, in milliseconds, is not waited for any longer: polling begins. */
export const SUSPICION_MS = 2_000;

/** In a crowd, the socket that was waited for gets this long, in milliseconds, before polls add to the crowd. */
const HELLO_GRACE_MS = 5_000;

/** Used until the server names its own. */
const FIRST_RETRY: RetryWindow = { min: 0, window: 1_000 };

/** What the stream needs of the world. */
export interface StreamDeps {
	readonly clock: Clock;
	readonly poll: Api["poll"];
	openSocket(path: string): SocketLike;
	openEvents(path: string): EventSourceLike;
	/** What the browser says; it may be wrong in both directions. */
	online(): boolean;
}

/** What the stream tells, and what it asks. */
export interface StreamEvents {
	cursor(): Cursor | undefined;
	/** Whether any file is under way. */
	busy(): boolean;
	/** Folds a frame; answers what the reader's rule made of it. */
	frame(frame: Frame): Placement;
	state(state: StreamState): void;
	/** Anything at all arrived, over the socket or without it. */
	heard(over: "socket" | "fallback"): void;
	/** A socket broke, or could not be opened. */
	lost?(): void;
	sessionEnded(): void;
}

/*
 *              hello, caught up                          lost, or silent when asked
 *   connecting ───────────────► (catching-up ►) live ─────────────────────────────► polling ⇄ offline
 *        │ lost                       ▲                                                │  ▲
 *        └──────────► polling ────────┴──── a probe's hello, caught up ◄───────────────┘  │ server-sent events, while
 *                                                                                   live ◄┘ there is work
 *
 * The fallback begins at the first fault and ends only when a socket has brought everything up to its hello, so there is no
 * moment in which nobody listens.
 */

/** Keeps the page informed over whatever the network lets through: a socket, else server-sent events, else polls. */
export class EventStream {
	#deps: StreamDeps;
	#events: StreamEvents;
	#socket: StreamSocket | undefined;
	#greeted = false;
	#greetedAt = 0;
	/** The socket was asked whether it lives and has not answered yet. */
	#doubted = false;
	#target: Cursor | undefined;
	#failures = 0;
	#retry = FIRST_RETRY;
	#cancelProbe: () => void = () => {};
	#cancelFallback: () => void = () => {};
	#mayProbe = true;
	#fallback: Fallback;
	#stopped = true;

	constructor(deps: StreamDeps, events: StreamEvents) {
		this.#deps = deps;
		this.#events = events;
		this.#fallback = new Fallback(deps, {
			cursor: () => this.#after(),
			busy: events.busy,
			frame: (frame) => events.frame(frame) !== "ask-again",
			retry: (retry) => {
				this.#retry = retry;
			},
			heard: (how) => {
				events.heard("fallback");
				// The server is there, and the socket that was asked before is not.
				if (this.#doubted) this.#giveUpSocket();
				if (this.#greeted) this.#sayHowLive();
				else this.#say(how);
			},
			unanswered: () => this.#say("offline"),
			sessionEnded: () => this.#end(),
		});
	}

	start(): void {
		this.#stopped = false;
		this.#mayProbe = true;
		this.#failures = 0;
		this.#events.state("connecting");
		this.#connect();
	}

	stop(): void {
		this.#stopped = true;
		this.#cancelProbe();
		this.#socket?.close();
		this.#socket = undefined;
		this.#greeted = false;
		this.#doubted = false;
		this.#stopFallback();
	}

	/** The network may have changed, the machine may have slept, or a person is looking again: find out at once. */
	check(): void {
		if (this.#stopped) return;
		if (!this.#deps.online()) this.#events.state("offline");
		this.doubt();
		if (this.#socket === undefined) {
			this.#failures = 0;
			this.#connect();
		}
	}

	/**
	 * Somebody else got no answer from this server, or knows of news that have not come: a socket that looks alive is asked
	 * whether it is, and asked past when it does not answer soon. Without one, the next poll is made now.
	 */
	doubt(): void {
		if (this.#stopped || this.#doubted) return;
		if (this.#greeted) {
			this.#doubted = true;
			this.#socket?.check();
			this.#startFallback(SUSPICION_MS);
			return;
		}
		if (this.#socket === undefined) this.#startFallback(0);
		this.#fallback.wake();
	}

	/** A socket leads somewhere else from now on: opens one, and lets the present one go. */
	relocate(): void {
		if (this.#stopped) return;
		this.#socket?.close();
		this.#greeted = false;
		this.#doubted = false;
		this.#mayProbe = true;
		this.#failures = 0;
		this.#startFallback(SUSPICION_MS);
		this.#connect();
	}

	/** This page has just changed something: what the session says of it is asked for, where it does not come by itself. */
	rouse(): void {
		this.#fallback.rouse();
	}

	#after(): string | null {
		const cursor = this.#events.cursor();
		return cursor === undefined ? null : formatCursor(cursor);
	}

	#connect(): void {
		this.#cancelProbe();
		if (!this.#mayProbe) return;
		this.#socket = new StreamSocket(this.#deps.openSocket(eventsAfter(this.#after())), this.#deps.clock, {
			hello: (cursor, retry) => {
				this.#greeted = true;
				this.#greetedAt = this.#deps.clock.now();
				this.#target = cursor;
				this.#retry = retry;
				this.#sayHowLive();
			},
			frame: (frame) => {
				// The history that the hello spoke of is over: nothing more of it will come.
				if (frame.epoch !== this.#target?.epoch) this.#target = undefined;
				if (this.#events.frame(frame) === "ask-again") this.#socket?.resume(this.#after());
				else this.#sayHowLive();
			},
			heard: () => {
				this.#doubted = false;
				this.#events.heard("socket");
				this.#sayHowLive();
			},
			lost: (code) => this.#lost(code),
		});
	}

	/** Live once everything that was there at the hello has been folded; only then is nothing else needed. */
	#sayHowLive(): void {
		if (!this.#greeted) return;
		const here = this.#events.cursor();
		const target = this.#target;
		const caughtUp =
			target === undefined || (here !== undefined && here.epoch === target.epoch && here.seq >= target.seq);
		if (caughtUp) {
			this.#target = undefined;
			this.#stopFallback();
		}
		this.#events.state(caughtUp ? "live" : "catching-up");
	}

	#giveUpSocket(): void {
		this.#socket?.close();
		this.#lost(BROKEN);
	}

	#lost(code: number): void {
		const wasGreeted = this.#greeted;
		this.#events.lost?.();
		this.#socket = undefined;
		if (wasGreeted && this.#deps.clock.now() - this.#greetedAt >= STABLE_MS) this.#failures = 0;
		this.#greeted = false;
		this.#doubted = false;
		this.#failures++;
		if (code === CLOSE.sessionEnded) {
			this.#end();
			return;
		}
		// Any other code of this range asks not to come back; the fallback still carries everything.
		if (code >= 4500 && code < 5000) this.#mayProbe = false;
		const { min, window } = this.#retry;
		const wait = backoff(this.#deps.clock, this.#failures, {
			floor: min,
			first: Math.max(window, 1),
			longest: Math.max(LONGEST_PROBE_MS, window),
		});
		if (this.#mayProbe) this.#cancelProbe = this.#deps.clock.after(wait, () => this.#connect());
		// A server that names a longer window has a crowd to let in again: first everybody's one socket, spread over it.
		const isCrowd = wasGreeted && this.#mayProbe && (min > 0 || window > FIRST_RETRY.window);
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

	#say(state: StreamState): void {
		if ((!this.#greeted || this.#doubted) && !this.#stopped) this.#events.state(state);
	}

	#end(): void {
		this.stop();
		this.#events.sessionEnded();
	}
}
