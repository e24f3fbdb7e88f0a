import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../src/protocol/limits.ts";
import type { Clock } from "../http/clock.ts";

/**
 * Finds out whether a silent socket is still alive. A browser that loses its network keeps the socket open and silent,
 * so nothing but an unanswered question tells.
 */
export class Heartbeat {
	#clock: Clock;
	#ask: () => void;
	#dead: () => void;
	#cancel: () => void = () => {};
	#asked = false;

	constructor(clock: Clock, ask: () => void, dead: () => void) {
		this.#clock = clock;
		this.#ask = ask;
		this.#dead = dead;
	}

	/** Something arrived: the next question is due after a full silence. */
	heard(): void {
		this.#cancel();
		this.#asked = false;
		this.#cancel = this.#clock.after(HEARTBEAT_MS, () => this.check());
	}

	/** Asks now. A question that waits for its answer is not asked again: that would put off its end for ever. */
	check(): void {
		if (this.#asked) return;
		this.#asked = true;
		this.#cancel();
		this.#ask();
		this.#cancel = this.#clock.after(PONG_TIMEOUT_MS, this.#dead);
	}

	stop(): void {
		this.#cancel();
	}
}
