import type { Clock } from "../../http/clock.ts";

interface Waiter {
	readonly bytes: number;
	proceed(): void;
}

/**
 * Limits sending to a number of bytes a second. A browser cannot slow a request that is in flight, so each request waits until
 * those before it have had their time; requests are kept small while there is a limit.
 */
export class BandwidthLimiter {
	#clock: Clock;
	#limit: number | null = null;
	/** Bytes that were sent ahead of the limit, at `#settledAt`. */
	#debt = 0;
	#settledAt: number;
	#waiting: Waiter[] = [];
	#cancelTimer: () => void = () => {};

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#settledAt = clock.now();
	}

	/** Bytes a second; `null`: unlimited. May be changed at any time. */
	get limit(): number | null {
		return this.#limit;
	}

	set limit(limit: number | null) {
		this.#settle();
		this.#limit = limit === null ? null : Math.max(1, limit);
		this.#release();
	}

	/** Resolves when this many bytes may be sent, or at once if `signal` is aborted. */
	acquire(bytes: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const waiter: Waiter = { bytes, proceed: () => resolve() };
			this.#waiting.push(waiter);
			signal.addEventListener(
				"abort",
				() => {
					this.#waiting = this.#waiting.filter((other) => other !== waiter);
					resolve();
				},
				{ once: true },
			);
			this.#release();
		});
	}

	/** Lets the debt shrink by the time that has passed. */
	#settle(): void {
		const now = this.#clock.now();
		const passed = Math.max(0, now - this.#settledAt);
		this.#settledAt = now;
		this.#debt = this.#limit === null ? 0 : Math.max(0, this.#debt - (passed * this.#limit) / 1000);
	}

	#release(): void {
		this.#cancelTimer();
		this.#settle();
		while (this.#debt === 0 || this.#limit === null) {
			const next = this.#waiting.shift();
			if (next === undefined) return;
			if (this.#limit !== null) this.#debt += next.bytes;
			next.proceed();
		}
		if (this.#waiting.length === 0) return;
		const wait = Math.ceil((this.#debt * 1000) / this.#limit);
		this.#cancelTimer = this.#clock.after(wait, () => this.#release());
	}
}
