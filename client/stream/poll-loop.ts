import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { PollReply, RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import type { Api } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import type { Answer } from "../http/request.ts";

/** Seconds for which one poll may wait for news; below the half minute at which proxies give up. */
const WAIT_S = 20;

/**
 * Beyond the time that a poll asked to wait, it may be silent for this long, in milliseconds. Then nobody is there: a
 * network that swallows packets never answers, and without a bound the page would show its last state as live for ever.
 */
export const POLL_GRACE_MS = 10_000;

/** Longest pause after a poll that got no answer, in milliseconds. */
const LONGEST_PAUSE_MS = 15_000;

/** An empty answer sooner than this, in milliseconds, means that the other end does not wait; then we do. */
const TOO_SOON_MS = 1_000;

/** Polls in a row that broke while they waited, until waiting is given up: something between cuts long requests. */
const MAX_CUTS = 2;

/** For so long, in milliseconds, polls do not wait after that; then it is tried again. */
const NO_WAITING_MS = 60_000;

/** Longest rest between two polls while nothing is under way, in milliseconds: the session sleeps meanwhile. */
export const LONGEST_REST_MS = 30_000;

/** By how much each rest is longer than the one before. */
const REST_GROWTH = 1.5;

/** What the loop asks and tells. */
export interface PollEvents {
	cursor(): string | null;
	/** Whether there is something to wait for; a waiting poll keeps the session awake. */
	busy(): boolean;
	/** Folds a frame; `false` when it does not follow what the reader has. */
	frame(frame: Frame): boolean;
	answered(retry: RetryWindow): void;
	unanswered(): void;
	sessionEnded(): void;
}

/** Polls one after the other until it is stopped: waiting ones while there is work, else short ones with rests between. */
export class PollLoop {
	#clock: Clock;
	#poll: Api["poll"];
	#events: PollEvents;
	#round: AbortController | undefined;
	#failures = 0;
	#rests = 0;
	#resting = false;
	#cuts = 0;
	#waitAgainAt = 0;
	#wake: () => void = () => {};
	/** Set when a frame did not fit: the next poll asks for a snapshot. */
	#lostTrack = false;

	constructor(clock: Clock, poll: Api["poll"], events: PollEvents) {
		this.#clock = clock;
		this.#poll = poll;
		this.#events = events;
	}

	start(): void {
		if (this.#round !== undefined) return;
		this.#round = new AbortController();
		this.#failures = 0;
		this.#rests = 0;
		void this.#loop(this.#round.signal);
	}

	stop(): void {
		this.#round?.abort();
		this.#round = undefined;
		this.#wake();
	}

	/** Cuts a pause between two polls short. */
	wake(): void {
		this.#rests = 0;
		this.#wake();
	}

	/** Something was done that the session will tell of: a rest is over, and pauses that have another reason are not. */
	rouse(): void {
		if (this.#resting) this.wake();
	}

	async #loop(signal: AbortSignal): Promise<void> {
		// The first answer tells whether there is a way at all, so it does not wait for news.
		for (let wait = 0; !signal.aborted; ) {
			this.#resting = false;
			const askedAt = this.#clock.now();
			const answer = await this.#ask(wait, signal);
			if (signal.aborted) return;
			if (!answer.ok) {
				const failure = answer.problem;
				if (failure.kind === "refused" && failure.status === 401) return this.#events.sessionEnded();
				if (wait > 0) this.#wasCut();
				wait = 0;
				this.#failures++;
				if (failure.kind === "network") this.#events.unanswered();
				const floor = failure.kind === "refused" ? (failure.retryAfter ?? 0) : 0;
				await this.#pause(backoff(this.#clock, this.#failures, { floor, longest: LONGEST_PAUSE_MS }));
				continue;
			}
			if (wait > 0) this.#cuts = 0;
			this.#failures = 0;
			const { frames, retry } = answer.value;
			this.#lostTrack = !frames.every((frame) => this.#events.frame(frame));
			this.#events.answered(retry);
			if (signal.aborted) return;
			if (this.#lostTrack) continue;
			const tooSoon = frames.length === 0 && wait > 0 && this.#clock.now() - askedAt < TOO_SOON_MS;
			if (frames.length > 0) this.#rests = 0;
			const mayWait = this.#clock.now() >= this.#waitAgainAt;
			const isBusy = this.#events.busy();
			wait = isBusy && mayWait ? WAIT_S : 0;
			this.#resting = !isBusy;
			if (!isBusy) await this.#pause(this.#nextRest());
			else if (tooSoon || !mayWait) await this.#pause(TOO_SOON_MS);
		}
	}

	async #ask(wait: number, signal: AbortSignal): Answer<PollReply> {
		const patience = new AbortController();
		const giveUp = () => patience.abort();
		signal.addEventListener("abort", giveUp);
		const cancel = this.#clock.after(wait * 1_000 + POLL_GRACE_MS, giveUp);
		try {
			return await this.#poll(this.#lostTrack ? null : this.#events.cursor(), wait, patience.signal);
		} finally {
			cancel();
			signal.removeEventListener("abort", giveUp);
		}
	}

	#wasCut(): void {
		if (++this.#cuts < MAX_CUTS) return;
		this.#cuts = 0;
		this.#waitAgainAt = this.#clock.now() + NO_WAITING_MS;
	}

	#nextRest(): number {
		const longest = Math.min(LONGEST_REST_MS, TOO_SOON_MS * REST_GROWTH ** this.#rests++);
		return longest * (0.5 + this.#clock.random() / 2);
	}

	#pause(ms: number): Promise<void> {
		return new Promise((done) => {
			const cancel = this.#clock.after(ms, done);
			this.#wake = () => {
				cancel();
				done();
			};
		});
	}
}
