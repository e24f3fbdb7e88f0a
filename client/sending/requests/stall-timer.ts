import { MIB } from "../../../src/protocol/limits.ts";
import type { Clock } from "../../http/clock.ts";

/** A request that moved no byte for this long is dead, in milliseconds; slow phones still move some. */
export const STALL_MS = 30_000;

/** Once all bytes have left, the server may still be storing: so long for the answer itself, in milliseconds… */
export const ANSWER_MS = 60_000;

/** … and longer by what so many bytes a second take: no storage is slower for long. */
const SLOWEST_STORING = MIB;

/** Between two looks, in milliseconds: a timer that is set anew for every progress event would be work for nothing. */
const LOOK_MS = 5_000;

/** A look that comes so late, in milliseconds, means that the machine has slept. */
const SLEPT_MS = 10_000;

/** After a sleep the line is most likely gone; so long it may prove the opposite, in milliseconds. */
const AFTER_SLEEP_MS = 10_000;

/** Watches one request, and says once when it is to be given up. */
export class StallWatch {
	#clock: Clock;
	#stalled: () => void;
	#movedAt: number;
	#lookedAt: number;
	#patience = STALL_MS;
	#cancel: () => void = () => {};

	constructor(clock: Clock, stalled: () => void) {
		this.#clock = clock;
		this.#stalled = stalled;
		this.#movedAt = clock.now();
		this.#lookedAt = this.#movedAt;
		this.#wait();
	}

	/** Bytes have left, or come. */
	moved(): void {
		this.#movedAt = this.#clock.now();
	}

	/** The whole body has left. */
	allSent(bytes: number): void {
		this.moved();
		this.#patience = ANSWER_MS + (bytes * 1000) / SLOWEST_STORING;
	}

	/** The request is over. */
	end(): void {
		this.#cancel();
	}

	#wait(): void {
		this.#cancel = this.#clock.after(LOOK_MS, () => this.#look());
	}

	#look(): void {
		const now = this.#clock.now();
		const slept = now - this.#lookedAt > LOOK_MS + SLEPT_MS;
		this.#lookedAt = now;
		if (slept) {
			this.#movedAt = now;
			this.#patience = Math.min(this.#patience, AFTER_SLEEP_MS);
		}
		if (now - this.#movedAt >= this.#patience) this.#stalled();
		else this.#wait();
	}
}
