import { MIB } from "../../../src/protocol/limits.ts";
import type { Clock } from "../../http/clock.ts";

/** A request that moves no byte for this long is dead, in milliseconds; a slow phone still moves some. */
export const STALL_MS = 30_000;

/** Once the whole body has left, the server may still be storing it: milliseconds for its answer… */
export const ANSWER_MS = 60_000;

/** … and a second more for every this many bytes: no storage is slower for long. */
const SLOWEST_STORAGE = MIB;

/** Milliseconds between two checks: restarting a timer at every progress event would be wasted work. */
const CHECK_MS = 5_000;

/** A check that comes this late, in milliseconds, means that the machine slept. */
const SLEPT_MS = 10_000;

/** After a sleep the connection is probably dead; it has this long, in milliseconds, to move a byte. */
const AFTER_SLEEP_MS = 10_000;

/** Watches one request, and calls `onStall` once if it should be given up. */
export class StallTimer {
	#clock: Clock;
	#onStall: () => void;
	#progressedAt: number;
	#checkedAt: number;
	#timeout = STALL_MS;
	#cancelTimer: () => void = () => {};

	constructor(clock: Clock, onStall: () => void) {
		this.#clock = clock;
		this.#onStall = onStall;
		this.#progressedAt = clock.now();
		this.#checkedAt = this.#progressedAt;
		this.#scheduleCheck();
	}

	/** Bytes have moved. */
	progressed(): void {
		this.#progressedAt = this.#clock.now();
	}

	/** The whole body, of this many bytes, has left. */
	bodySent(bytes: number): void {
		this.progressed();
		this.#timeout = ANSWER_MS + (bytes * 1000) / SLOWEST_STORAGE;
	}

	/** The request has ended. */
	stop(): void {
		this.#cancelTimer();
	}

	#scheduleCheck(): void {
		this.#cancelTimer = this.#clock.after(CHECK_MS, () => this.#check());
	}

	#check(): void {
		const now = this.#clock.now();
		const slept = now - this.#checkedAt > CHECK_MS + SLEPT_MS;
		this.#checkedAt = now;
		if (slept) {
			this.#progressedAt = now;
			this.#timeout = Math.min(this.#timeout, AFTER_SLEEP_MS);
		}
		if (now - this.#progressedAt >= this.#timeout) this.#onStall();
		else this.#scheduleCheck();
	}
}
