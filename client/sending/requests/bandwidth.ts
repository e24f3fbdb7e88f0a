import type { Clock } from "../../http/clock.ts";

interface Waiter {
	readonly bytes: number;
	go(): void;
}

/**
 * Holds what is sent to so many bytes a second. Nothing inside a browser can slow a request that is under way, so the next
 * one waits until what went before has had its time; requests are small while there is a limit.
 */
export class Bandwidth {
	#clock: Clock;
	#limit: number | null = null;
	/** Bytes that went and have not had their time yet, at `#at`. */
	#debt = 0;
	#at: number;
	#waiting: Waiter[] = [];
	#cancel: () => void = () => {};

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#at = clock.now();
	}

	/** Bytes a second; `null`: as many as go. May be changed at any time. */
	get limit(): number | null {
		return this.#limit;
	}

	set limit(limit: number | null) {
		this.#settle();
		this.#limit = limit === null ? null : Math.max(1, limit);
		this.#pass();
	}

	/** Settles when so many bytes may go, or at once when they are not wanted any more. */
	turn(bytes: number, signal: AbortSignal): Promise<void> {
		return new Promise((settle) => {
			const waiter: Waiter = { bytes, go: () => settle() };
			this.#waiting.push(waiter);
			signal.addEventListener(
				"abort",
				() => {
					this.#waiting = this.#waiting.filter((other) => other !== waiter);
					settle();
				},
				{ once: true },
			);
			this.#pass();
		});
	}

	/** What has had its time is no debt any more. */
	#settle(): void {
		const now = this.#clock.now();
		const passed = Math.max(0, now - this.#at);
		this.#at = now;
		this.#debt = this.#limit === null ? 0 : Math.max(0, this.#debt - (passed * this.#limit) / 1000);
	}

	#pass(): void {
		this.#cancel();
		this.#settle();
		while (this.#debt === 0 || this.#limit === null) {
			const next = this.#waiting.shift();
			if (next === undefined) return;
			if (this.#limit !== null) this.#debt += next.bytes;
			next.go();
		}
		if (this.#waiting.length === 0) return;
		const wait = Math.ceil((this.#debt * 1000) / this.#limit);
		this.#cancel = this.#clock.after(wait, () => this.#pass());
	}
}
