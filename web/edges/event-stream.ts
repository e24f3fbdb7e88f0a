import { type Cursor, formatCursor } from "../../src/protocol/cursor.ts";
import type { Frame } from "../../src/protocol/frame.ts";
import type { Placement } from "../../src/protocol/place-frame.ts";
import type { RetryWindow } from "../../src/protocol/poll-reply.ts";
import { CLOSE } from "../../src/protocol/stream-message.ts";
import { type Api, eventsAfter } from "./api.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { PollLoop } from "./poll-loop.ts";
import { type SocketLike, StreamSocket } from "./stream-socket.ts";

/** How the page hears from the server at this moment. */
export type StreamState = "connecting" | "catching-up" | "live" | "polling" | "offline";

/** Longest pause between two tries of the socket while polling, in milliseconds. */
const LONGEST_PROBE_MS = 60_000;

/** A socket that lived this long, in milliseconds, was a good one: the next failure starts counting anew. */
const STABLE_MS = 10_000;

/** Used until the server names its own. */
const FIRST_RETRY: RetryWindow = { min: 0, window: 1_000 };

/** What the stream needs of the world. */
export interface StreamDeps {
	readonly clock: Clock;
	readonly poll: Api["poll"];
	openSocket(path: string): SocketLike;
	/** What the browser says; it may be wrong in both directions. */
	online(): boolean;
}

/** What the stream tells, and what it asks. */
export interface StreamEvents {
	cursor(): Cursor | undefined;
	/** Folds a frame; answers what the reader's rule made of it. */
	frame(frame: Frame): Placement;
	state(state: StreamState): void;
	sessionEnded(): void;
}

/*
 *              hello, caught up                          lost
 *   connecting ───────────────► (catching-up ►) live ───────────► polling ⇄ offline
 *        │ lost                       ▲                              │  (the poll gets no answer)
 *        └──────────► polling ────────┴──── a probe's hello ◄────────┘
 *
 * Polling begins at the first fault and ends only when a socket has said hello, so there is no moment in which nobody listens.
 */

/** Keeps the page informed over whatever the network lets through: a socket, else long-polls. */
export class EventStream {
	#deps: StreamDeps;
	#events: StreamEvents;
	#socket: StreamSocket | undefined;
	#greeted = false;
	#greetedAt = 0;
	#target: Cursor | undefined;
	#failures = 0;
	#retry = FIRST_RETRY;
	#cancelProbe: () => void = () => {};
	#mayProbe = true;
	#poll: PollLoop;
	#stopped = true;

	constructor(deps: StreamDeps, events: StreamEvents) {
		this.#deps = deps;
		this.#events = events;
		this.#poll = new PollLoop(deps.clock, deps.poll, {
			cursor: () => this.#after(),
			frame: (frame) => this.#events.frame(frame) !== "ask-again",
			answered: () => this.#say("polling"),
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
		this.#poll.stop();
	}

	/** The network may have changed, or a person is looking again: find out at once. */
	check(): void {
		if (this.#stopped) return;
		if (!this.#deps.online()) this.#events.state("offline");
		if (this.#greeted) {
			this.#socket?.check();
			return;
		}
		this.#failures = 0;
		this.#poll.wake();
		if (this.#socket === undefined) this.#connect();
	}

	/** Somebody else got no answer from this server: a socket that looks alive is asked whether it is. */
	doubt(): void {
		if (this.#greeted) this.#socket?.check();
	}

	#after(): string | null {
		const cursor = this.#events.cursor();
		return cursor === undefined ? null : formatCursor(cursor);
	}

	#connect(): void {
		this.#cancelProbe();
		if (!this.#mayProbe) return;
		this.#socket = new StreamSocket(this.#deps.openSocket(eventsAfter(this.#after())), this.#deps.clock, {
			hello: (cursor, retry) => this.#hello(cursor, retry),
			frame: (frame) => {
				if (this.#events.frame(frame) === "ask-again") this.#socket?.resume(this.#after());
				else this.#sayHowLive();
			},
			heard: () => this.#sayHowLive(),
			lost: (code) => this.#lost(code),
		});
	}

	#hello(cursor: Cursor | undefined, retry: RetryWindow): void {
		this.#poll.stop();
		this.#greeted = true;
		this.#greetedAt = this.#deps.clock.now();
		this.#target = cursor;
		this.#retry = retry;
		this.#sayHowLive();
	}

	/** Live once everything that was there at the hello has been folded. */
	#sayHowLive(): void {
		if (!this.#greeted) return;
		const here = this.#events.cursor();
		const target = this.#target;
		const caughtUp =
			target === undefined || (here !== undefined && here.epoch === target.epoch && here.seq >= target.seq);
		if (caughtUp) this.#target = undefined;
		this.#events.state(caughtUp ? "live" : "catching-up");
	}

	#lost(code: number): void {
		this.#socket = undefined;
		if (this.#greeted && this.#deps.clock.now() - this.#greetedAt >= STABLE_MS) this.#failures = 0;
		this.#greeted = false;
		this.#failures++;
		if (code === CLOSE.sessionEnded) {
			this.#end();
			return;
		}
		// Any other code of this range asks not to come back; the poll still carries everything.
		if (code >= 4500 && code < 5000) this.#mayProbe = false;
		this.#poll.start();
		const { min, window } = this.#retry;
		const wait = backoff(this.#deps.clock, this.#failures, {
			floor: min,
			first: Math.max(window, 1),
			longest: LONGEST_PROBE_MS,
		});
		this.#cancelProbe = this.#deps.clock.after(wait, () => this.#connect());
	}

	#say(state: StreamState): void {
		if (!this.#greeted && !this.#stopped) this.#events.state(state);
	}

	#end(): void {
		this.stop();
		this.#events.sessionEnded();
	}
}
