import type { Clock } from "../../http/clock.ts";

/**
 * The most requests at once over HTTP/1.1. A browser opens six connections to an origin: one stays free for the poll, and one
 * for what a person clicks.
 */
export const MAX_REQUESTS = 4;

/** The most requests at once where all share one connection; more would only wait in the server. */
const MAX_SHARED_REQUESTS = 8;

/** The most requests that may carry bytes at once, by the ALPN protocol id of the page's connection (`""`: unknown). */
export function maxRequests(protocol: string): number {
	return protocol === "h2" || protocol === "h3" ? MAX_SHARED_REQUESTS : MAX_REQUESTS;
}

/** Requests at once at the beginning: one sends while the other waits for its answer. */
const INITIAL_LIMIT = 2;

/** The shortest measurement of the throughput, in milliseconds; a shorter one would be chance. */
const WINDOW_MS = 250;

/** A longer measurement, in milliseconds, is discarded: the machine slept, or there was nothing to send. */
const MAX_WINDOW_MS = 30_000;

/** What a file costs on top of its bytes, in bytes: a hundred small files are more work than one of their size. */
const FILE_COST_BYTES = 50_000;

/** One more request is kept if the throughput is at least this share of what it was without it. */
const KEEP_SHARE = 0.9;

/** Measurements between two attempts at one more request, after one that did not help. */
const COOLDOWN_WINDOWS = 20;

/**
 * Decides how many requests may be in flight: few at first, one more as long as that does not slow things down, half as many
 * when the server is overloaded or a request stalls, and up again from there.
 */
export class ConcurrencyLimiter {
	#clock: Clock;
	#max: number;
	#limit: number;
	#windowStart: number;
	#work = 0;
	#answers = 0;
	/** The throughput before the limit was last raised; `undefined` unless the last step raised it. */
	#before: number | undefined;
	#cooldown = 0;

	/** `max` leaves connections for other requests. */
	constructor(clock: Clock, max: number) {
		this.#clock = clock;
		this.#max = Math.max(1, max);
		this.#limit = Math.min(INITIAL_LIMIT, this.#max);
		this.#windowStart = clock.now();
	}

	/** Requests that may be in flight. */
	get limit(): number {
		return this.#limit;
	}

	/** A request succeeded. */
	succeeded(bytes: number, files: number): void {
		this.#work += bytes + files * FILE_COST_BYTES;
		this.#answers++;
		const span = this.#clock.now() - this.#windowStart;
		if (span > MAX_WINDOW_MS) this.#startWindow();
		else if (this.#answers >= this.#limit && span >= WINDOW_MS) this.#adjust((this.#work * 1000) / span);
	}

	/** The server is overloaded, or a request stalled. */
	congested(): void {
		this.#limit = Math.max(1, Math.floor(this.#limit / 2));
		this.#before = undefined;
		this.#cooldown = 0;
		this.#startWindow();
	}

	#adjust(throughput: number): void {
		const before = this.#before;
		this.#before = undefined;
		this.#startWindow();
		if (before !== undefined && throughput < before * KEEP_SHARE) {
			this.#limit--;
			this.#cooldown = COOLDOWN_WINDOWS;
		} else if (this.#cooldown > 0) this.#cooldown--;
		else if (this.#limit < this.#max) {
			this.#before = throughput;
			this.#limit++;
		}
	}

	#startWindow(): void {
		this.#windowStart = this.#clock.now();
		this.#work = 0;
		this.#answers = 0;
	}
}
