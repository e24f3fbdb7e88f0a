import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import { type Api, eventsAfter } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import { EventLine, type EventSourceLike } from "./event-source.ts";
import { PollLoop } from "./poll-loop.ts";

/** A line that lived this long, in milliseconds, was a good one: the next failure starts counting anew. */
const STABLE_MS = 10_000;

/** Longest pause between two tries of a line of events while polling, in milliseconds. */
const LONGEST_PROBE_MS = 60_000;

/** What is used of the world. */
export interface FallbackDeps {
	readonly clock: Clock;
	readonly poll: Api["poll"];
	openEvents(path: string): EventSourceLike;
}

/** What the fallback asks and tells. */
export interface FallbackEvents {
	cursor(): string | null;
	/** Whether any file is under way. */
	busy(): boolean;
	/** Folds a frame; `false` when it does not follow what the reader has. */
	frame(frame: Frame): boolean;
	/** Something was heard, on a line that tells by itself or because it was asked. */
	heard(how: "live" | "polling"): void;
	/** What the server says of coming back. */
	retry(retry: RetryWindow): void;
	unanswered(): void;
	sessionEnded(): void;
}

/**
 * What carries the stream while no socket does. It polls from its first moment, because a poll gets through wherever
 * anything does. While there is work it opens a line of server-sent events too, and polls on until that has brought a
 * frame: a proxy that holds such a response back shows itself in no other way.
 */
export class Fallback {
	#deps: FallbackDeps;
	#events: FallbackEvents;
	#poll: PollLoop;
	#running = false;
	#line: EventLine | undefined;
	#lineOpenedAt = 0;
	#lineFailures = 0;
	#lineNotBefore = 0;
	/** Where the server last said that there is nothing to watch; it is believed until something new comes. */
	#idleAt: string | null | undefined;

	constructor(deps: FallbackDeps, events: FallbackEvents) {
		this.#deps = deps;
		this.#events = events;
		this.#poll = new PollLoop(deps.clock, deps.poll, {
			cursor: events.cursor,
			busy: () => this.#isWorthWatching(),
			frame: events.frame,
			answered: (retry) => {
				events.retry(retry);
				events.heard("polling");
				this.#openLine();
			},
			unanswered: events.unanswered,
			sessionEnded: events.sessionEnded,
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
		this.#closeLine();
	}

	/** Somebody looks, or something should have come: ask now. A line whose silence may be death is asked past. */
	wake(): void {
		if (!this.#running) return;
		this.#idleAt = undefined;
		this.#poll.start();
		this.#poll.wake();
	}

	/** This page has just changed something: it need not wait for a rest between polls to end. */
	rouse(): void {
		this.#poll.rouse();
	}

	#isWorthWatching(): boolean {
		return this.#events.busy() && this.#events.cursor() !== this.#idleAt;
	}

	#openLine(): void {
		const { clock, openEvents } = this.#deps;
		const isDue = clock.now() >= this.#lineNotBefore;
		if (!this.#running || this.#line !== undefined || !isDue || !this.#isWorthWatching()) return;
		this.#lineOpenedAt = clock.now();
		this.#line = new EventLine(openEvents(eventsAfter(this.#events.cursor())), clock, {
			frame: (frame) => {
				if (!this.#events.frame(frame)) return this.#lost();
				this.#poll.stop();
				this.#events.heard("live");
			},
			idle: () => {
				this.#line = undefined;
				this.#idleAt = this.#events.cursor();
				this.#events.heard("polling");
				if (this.#running) this.#poll.start();
			},
			lost: () => this.#lost(),
		});
	}

	#lost(): void {
		this.#closeLine();
		if (!this.#running) return;
		const { clock } = this.#deps;
		this.#lineFailures = clock.now() - this.#lineOpenedAt >= STABLE_MS ? 1 : this.#lineFailures + 1;
		this.#lineNotBefore = clock.now() + backoff(clock, this.#lineFailures, { longest: LONGEST_PROBE_MS });
		this.#poll.start();
	}

	#closeLine(): void {
		this.#line?.close();
		this.#line = undefined;
	}
}
