import type { Clock } from "../../http/clock.ts";

/** Requests at the beginning: one to send while the other waits for its answer. */
const FIRST = 2;

/** A look at the throughput takes at least this many milliseconds, or chance would decide. */
const WINDOW_MS = 250;

/** A look that took longer, in milliseconds, tells nothing: the machine slept, or nothing was to be sent. */
const LONGEST_WINDOW_MS = 30_000;

/** What a file costs besides its bytes, in bytes: a hundred small files are more work than one of their size. */
const FILE_WORTH = 50_000;

/** One request more is kept while the throughput is at least this share of what it was with one less. */
const KEPT_SHARE = 0.9;

/** Looks between two tries of one request more, once it did not help. */
const REST_WINDOWS = 20;

/**
 * How many requests are under way at once: few at first, one more as long as that does not slow things down, half as
 * many when the server is overloaded or the line stalls, and up again from there.
 */
export class Concurrency {
	#clock: Clock;
	#most: number;
	#limit: number;
	#since: number;
	#work = 0;
	#answers = 0;
	/** The throughput before the last step up; `undefined` when the last step was none. */
	#before: number | undefined;
	#rest = 0;

	/** `most` is what leaves connections for everything else. */
	constructor(clock: Clock, most: number) {
		this.#clock = clock;
		this.#most = Math.max(1, most);
		this.#limit = Math.min(FIRST, this.#most);
		this.#since = clock.now();
	}

	/** Requests that may be under way. */
	get limit(): number {
		return this.#limit;
	}

	/** A request was answered well. */
	answered(bytes: number, files: number): void {
		this.#work += bytes + files * FILE_WORTH;
		this.#answers++;
		const span = this.#clock.now() - this.#since;
		if (span > LONGEST_WINDOW_MS) this.#look();
		else if (this.#answers >= this.#limit && span >= WINDOW_MS) this.#judge((this.#work * 1000) / span);
	}

	/** The server is overloaded, or a request stalled. */
	congested(): void {
		this.#limit = Math.max(1, Math.floor(this.#limit / 2));
		this.#before = undefined;
		this.#rest = 0;
		this.#look();
	}

	#judge(throughput: number): void {
		const before = this.#before;
		this.#before = undefined;
		this.#look();
		if (before !== undefined && throughput < before * KEPT_SHARE) {
			this.#limit--;
			this.#rest = REST_WINDOWS;
		} else if (this.#rest > 0) this.#rest--;
		else if (this.#limit < this.#most) {
			this.#before = throughput;
			this.#limit++;
		}
	}

	/** Begins a new look. */
	#look(): void {
		this.#since = this.#clock.now();
		this.#work = 0;
		this.#answers = 0;
	}
}
