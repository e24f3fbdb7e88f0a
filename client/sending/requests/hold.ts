import type { Clock } from "../../http/clock.ts";

/** Why nothing is sent for the moment: no network, no answer, or the server asked to be left alone. */
export type WaitReason = "offline" | "unanswered" | "asked";

/** What happens around a hold. */
export interface HoldEvents {
	/** Nothing is sent until this time, in milliseconds since 1970. */
	waiting(why: WaitReason, until: number): void;
	goingOn(): void;
}

/** A pause of everything, which ends by itself or when somebody says so. */
export class Hold {
	#clock: Clock;
	#events: HoldEvents;
	#on = false;
	#why: WaitReason | undefined;
	#cancel: () => void = () => {};

	constructor(clock: Clock, events: HoldEvents) {
		this.#clock = clock;
		this.#events = events;
	}

	get isOn(): boolean {
		return this.#on;
	}

	/** Begins, or begins anew. */
	begin(why: WaitReason, ms: number): void {
		this.beginForGood();
		this.#why = why;
		this.#events.waiting(why, this.#clock.now() + ms);
		this.#cancel = this.#clock.after(ms, () => this.end());
	}

	/** Begins, and does not end by itself. */
	beginForGood(): void {
		this.#cancel();
		this.#on = true;
		this.#why = undefined;
	}

	/** Somebody has reason to think that the server is there. What the server itself asked for is still kept. */
	wake(): void {
		if (this.#why === "offline" || this.#why === "unanswered") this.end();
	}

	end(): void {
		if (!this.#on) return;
		this.#cancel();
		this.#on = false;
		this.#events.goingOn();
	}
}
