import type { Frame } from "../../src/protocol/stream/frame.ts";
import type { PollReply, RetryWindow } from "../../src/protocol/stream/poll-reply.ts";
import type { Api } from "../http/api.ts";
import { backoff } from "../http/backoff.ts";
import type { Clock } from "../http/clock.ts";
import type { ApiResult } from "../http/request-json.ts";

/** Seconds for which a long-poll may wait; below the half minute at which proxies give up. */
const LONG_POLL_S = 20;

/**
 * Milliseconds beyond the time it may wait until a poll is given up. A network that swallows packets never answers, and
 * without this bound a page would show its last state as live for ever.
 */
export const POLL_GRACE_MS = 10_000;

/** The longest backoff window after a poll without an answer, in milliseconds. */
const MAX_BACKOFF_MS = 15_000;

/** An empty answer to a long-poll within these milliseconds means that the server does not wait: the client then pauses as long. */
const SHORT_PAUSE_MS = 1_000;

/** Long-polls cut off in a row until the loop stops making them: a proxy on the way ends long requests. */
const MAX_CUT_OFF = 2;

/** Milliseconds for which polls then do not wait; after that, long-polls are tried again. */
const SHORT_POLLS_MS = 60_000;

/** The longest pause between two polls while nothing is under way, in milliseconds; the session may sleep meanwhile. */
export const MAX_IDLE_PAUSE_MS = 30_000;

/** How much longer each idle pause is than the one before. */
const IDLE_PAUSE_GROWTH = 1.5;

/** Callbacks of a poll loop. */
export interface PollHandlers {
	cursor(): string | null;
	/** Whether anything is under way. Only then do polls wait, because a waiting poll keeps the session awake. */
	busy(): boolean;
	/** Applies a frame; `false` if frames are missing before it. */
	frame(frame: Frame): boolean;
	answered(retry: RetryWindow): void;
	unanswered(): void;
	/** The server no longer knows the session; the loop has ended. */
	sessionEnded(): void;
}

/** Polls until it is stopped: long-polls one after another while there is work, otherwise short polls with growing pauses. */
export class PollLoop {
	#clock: Clock;
	#poll: Api["poll"];
	#handlers: PollHandlers;
	/** Aborted by `stop`; `undefined` while stopped. */
	#run: AbortController | undefined;
	#failures = 0;
	#idlePauses = 0;
	#isIdle = false;
	#cutOff = 0;
	#longPollAgainAt = 0;
	#endPause: () => void = () => {};
	/** A frame did not fit, so the next poll asks for a snapshot. */
	#needsSnapshot = false;

	constructor(clock: Clock, poll: Api["poll"], handlers: PollHandlers) {
		this.#clock = clock;
		this.#poll = poll;
		this.#handlers = handlers;
	}

	start(): void {
		if (this.#run !== undefined) return;
		this.#run = new AbortController();
		this.#failures = 0;
		this.#idlePauses = 0;
		void this.#loop(this.#run.signal);
	}

	stop(): void {
		this.#run?.abort();
		this.#run = undefined;
		this.#endPause();
	}

	/** Ends any pause between two polls. */
	skipPause(): void {
		this.#idlePauses = 0;
		this.#endPause();
	}

	/** Ends the pause only if nothing was under way, for when the client has just changed something. */
	skipIdlePause(): void {
		if (this.#isIdle) this.skipPause();
	}

	async #loop(signal: AbortSignal): Promise<void> {
		// The first poll does not wait: its answer shows whether polls get through at all.
		for (let waitSeconds = 0; !signal.aborted; ) {
			this.#isIdle = false;
			const askedAt = this.#clock.now();
			const answer = await this.#request(waitSeconds, signal);
			if (signal.aborted) return;
			if (!answer.ok) {
				const failure = answer.problem;
				if (failure.kind === "refused" && failure.status === 401) return this.#handlers.sessionEnded();
				if (waitSeconds > 0) this.#longPollFailed();
				waitSeconds = 0;
				this.#failures++;
				if (failure.kind === "network") this.#handlers.unanswered();
				const floor = failure.kind === "refused" ? (failure.retryAfterMs ?? 0) : 0;
				await this.#pause(backoff(this.#clock, this.#failures, { floor, longest: MAX_BACKOFF_MS }));
				continue;
			}
			if (waitSeconds > 0) this.#cutOff = 0;
			this.#failures = 0;
			const { frames, retry } = answer.value;
			this.#needsSnapshot = !frames.every((frame) => this.#handlers.frame(frame));
			this.#handlers.answered(retry);
			if (signal.aborted) return;
			if (this.#needsSnapshot) continue;
			const didNotWait =
				frames.length === 0 && waitSeconds > 0 && this.#clock.now() - askedAt < SHORT_PAUSE_MS;
			if (frames.length > 0) this.#idlePauses = 0;
			const mayWait = this.#clock.now() >= this.#longPollAgainAt;
			const isBusy = this.#handlers.busy();
			waitSeconds = isBusy && mayWait ? LONG_POLL_S : 0;
			this.#isIdle = !isBusy;
			if (!isBusy) await this.#pause(this.#nextIdlePause());
			else if (didNotWait || !mayWait) await this.#pause(SHORT_PAUSE_MS);
		}
	}

	async #request(waitSeconds: number, signal: AbortSignal): ApiResult<PollReply> {
		const timeout = new AbortController();
		const abort = () => timeout.abort();
		signal.addEventListener("abort", abort);
		const cancel = this.#clock.after(waitSeconds * 1_000 + POLL_GRACE_MS, abort);
		try {
			return await this.#poll(
				this.#needsSnapshot ? null : this.#handlers.cursor(),
				waitSeconds,
				timeout.signal,
			);
		} finally {
			cancel();
			signal.removeEventListener("abort", abort);
		}
	}

	#longPollFailed(): void {
		if (++this.#cutOff < MAX_CUT_OFF) return;
		this.#cutOff = 0;
		this.#longPollAgainAt = this.#clock.now() + SHORT_POLLS_MS;
	}

	/** Jitter over its upper half, so that the pauses of many clients drift apart. */
	#nextIdlePause(): number {
		const longest = Math.min(MAX_IDLE_PAUSE_MS, SHORT_PAUSE_MS * IDLE_PAUSE_GROWTH ** this.#idlePauses++);
		return longest * (0.5 + this.#clock.random() / 2);
	}

	#pause(ms: number): Promise<void> {
		return new Promise((done) => {
			const cancel = this.#clock.after(ms, done);
			this.#endPause = () => {
				cancel();
				done();
			};
		});
	}
}
