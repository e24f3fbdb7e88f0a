import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { type Api, eventsPath } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import { PollLoop } from "./poll-loop.ts";
import { type EventSourceLike, ServerSentEvents } from "./server-sent-events.ts";

/** Server-sent events that lasted this long, in milliseconds, reset the count of failures. */
const STABLE_MS = 10_000;

/** The longest backoff window between two tries of server-sent events while polling, in milliseconds. */
const MAX_RETRY_MS = 60_000;

/** Dependencies of the fallback. */
export interface FallbackDeps {
	readonly clock: Clock;
	readonly poll: Api["poll"];
	openEvents(path: string): EventSourceLike;
}

/** Callbacks of the fallback. */
export interface FallbackHandlers {
	cursor(): string | null;
	/** Whether any file is under way. */
	busy(): boolean;
	/** Applies a frame; `false` if frames are missing before it. */
	frame(frame: Frame): boolean;
	/** Something was received: over server-sent events (`live`) or by polling. */
	received(how: "live" | "polling"): void;
	/** The reconnect window that the server named. */
	retry(retry: RetryWindow): void;
	unanswered(): void;
	sessionEnded(): void;
}

/**
 * Carries the stream while no socket does. It polls from the start, because a poll gets through wherever anything does. While
 * there is work it also opens server-sent events, and polls on until they have brought a frame: nothing else reveals a proxy
 * that buffers such a response.
 */
export class Fallback {
	#deps: FallbackDeps;
	#handlers: FallbackHandlers;
	#poll: PollLoop;
	#running = false;
	#events: ServerSentEvents | undefined;
	#eventsOpenedAt = 0;
	#eventsFailures = 0;
	#eventsNotBefore = 0;
	/** The cursor at which the server reported that nothing is under way; true until the cursor moves. */
	#idleCursor: string | null | undefined;

	constructor(deps: FallbackDeps, handlers: FallbackHandlers) {
		this.#deps = deps;
		this.#handlers = handlers;
		this.#poll = new PollLoop(deps.clock, deps.poll, {
			cursor: handlers.cursor,
			busy: () => this.#isBusy(),
			frame: handlers.frame,
			answered: (retry) => {
				handlers.retry(retry);
				handlers.received("polling");
				this.#openEvents();
			},
			unanswered: handlers.unanswered,
			sessionEnded: handlers.sessionEnded,
		});
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#poll.start();
	}

	stop(): void {
		this.#running = false;
		this.#poll.stop();
		this.#closeEvents();
	}

	/** Polls now, also alongside server-sent events: they may be dead without anyone noticing. */
	checkNow(): void {
		if (!this.#running) return;
		this.#idleCursor = undefined;
		this.#poll.start();
		this.#poll.skipPause();
	}

	/** The client has just changed something: an idle pause between polls ends. */
	pollNow(): void {
		this.#poll.skipIdlePause();
	}

	#isBusy(): boolean {
		return this.#handlers.busy() && this.#handlers.cursor() !== this.#idleCursor;
	}

	#openEvents(): void {
		const { clock, openEvents } = this.#deps;
		const isDue = clock.now() >= this.#eventsNotBefore;
		if (!this.#running || this.#events !== undefined || !isDue || !this.#isBusy()) return;
		this.#eventsOpenedAt = clock.now();
		this.#events = new ServerSentEvents(openEvents(eventsPath(this.#handlers.cursor())), clock, {
			frame: (frame) => {
				if (!this.#handlers.frame(frame)) return this.#eventsLost();
				this.#poll.stop();
				this.#handlers.received("live");
			},
			idle: () => {
				this.#events = undefined;
				this.#idleCursor = this.#handlers.cursor();
				this.#handlers.received("polling");
				if (this.#running) this.#poll.start();
			},
			lost: () => this.#eventsLost(),
		});
	}

	#eventsLost(): void {
		this.#closeEvents();
		if (!this.#running) return;
		const { clock } = this.#deps;
		const wasStable = clock.now() - this.#eventsOpenedAt >= STABLE_MS;
		this.#eventsFailures = wasStable ? 1 : this.#eventsFailures + 1;
		this.#eventsNotBefore = clock.now() + backoff(clock, this.#eventsFailures, { longest: MAX_RETRY_MS });
		this.#poll.start();
	}

	#closeEvents(): void {
		this.#events?.close();
		this.#events = undefined;
	}
}
