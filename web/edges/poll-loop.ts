import type { Frame } from "../../src/protocol/frame.ts";
import type { Api } from "./api.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";

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

/** What the loop asks and tells. */
export interface PollEvents {
	cursor(): string | null;
	/** Folds a frame; `false` when it does not follow what the reader has. */
	frame(frame: Frame): boolean;
	answered(): void;
	unanswered(): void;
	sessionEnded(): void;
}

/** Long-polls one after the other, until it is stopped. */
export class PollLoop {
	#clock: Clock;
	#poll: Api["poll"];
	#events: PollEvents;
	#round: AbortController | undefined;
	#failures = 0;
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
		void this.#loop(this.#round.signal);
	}

	stop(): void {
		this.#round?.abort();
		this.#round = undefined;
		this.#wake();
	}

	/** Cuts a pause between two polls short. */
	wake(): void {
		this.#wake();
	}

	async #loop(signal: AbortSignal): Promise<void> {
		// The first answer tells whether there is a way at all, so it does not wait for news.
		for (let wait = 0; !signal.aborted; ) {
			const askedAt = this.#clock.now();
			const answer = await this.#ask(wait, signal);
			if (signal.aborted) return;
			if (answer.ok) {
				this.#failures = 0;
				const { frames } = answer.value;
				this.#lostTrack = !frames.every((frame) => this.#events.frame(frame));
				this.#events.answered();
				const tooSoon = frames.length === 0 && wait > 0 && this.#clock.now() - askedAt < TOO_SOON_MS;
				wait = WAIT_S;
				if (tooSoon) await this.#pause(TOO_SOON_MS);
				continue;
			}
			const failure = answer.problem;
			if (failure.kind === "refused" && failure.status === 401) return this.#events.sessionEnded();
			wait = 0;
			this.#failures++;
			if (failure.kind === "network") this.#events.unanswered();
			const floor = failure.kind === "refused" ? (failure.retryAfter ?? 0) : 0;
			await this.#pause(backoff(this.#clock, this.#failures, { floor, longest: LONGEST_PAUSE_MS }));
		}
	}

	async #ask(wait: number, signal: AbortSignal): ReturnType<Api["poll"]> {
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
