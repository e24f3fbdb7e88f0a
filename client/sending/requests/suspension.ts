import type { Clock } from "../../http/clock.ts";

/** Why nothing is sent: no network, no answer, or the server asked to wait. */
export type WaitReason = "offline" | "unanswered" | "asked";

/** Callbacks of a suspension. */
export interface SuspensionHandlers {
	/** Nothing is sent until this time, in milliseconds since 1970. */
	waiting(why: WaitReason, until: number): void;
	waitEnded(): void;
}

/** A pause of all sending. It ends by a timer, or when it is ended. */
export class Suspension {
	#clock: Clock;
	#handlers: SuspensionHandlers;
	#active = false;
	#why: WaitReason | undefined;
	#cancelTimer: () => void = () => {};

	constructor(clock: Clock, handlers: SuspensionHandlers) {
		this.#clock = clock;
		this.#handlers = handlers;
	}

	get isActive(): boolean {
		return this.#active;
	}

	/** Begins, or starts over. */
	begin(why: WaitReason, ms: number): void {
		this.beginIndefinitely();
		this.#why = why;
		this.#handlers.waiting(why, this.#clock.now() + ms);
		this.#cancelTimer = this.#clock.after(ms, () => this.end());
	}

	/** Begins without a timer. */
	beginIndefinitely(): void {
		this.#cancelTimer();
		this.#active = true;
		this.#why = undefined;
	}

	/** Ends it because the server may be reachable again; a wait that the server asked for is still kept. */
	wake(): void {
		if (this.#why === "offline" || this.#why === "unanswered") this.end();
	}

	end(): void {
		if (!this.#active) return;
		this.#cancelTimer();
		this.#active = false;
		this.#handlers.waitEnded();
	}
}
