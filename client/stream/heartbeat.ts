import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../src/protocol/limits.ts";
import type { Clock } from "../http/clock.ts";

/**
 * Detects a dead socket. A browser that loses its network keeps the socket open and silent, so only an unanswered ping shows
 * that it is dead.
 */
export class Heartbeat {
	#clock: Clock;
	#sendPing: () => void;
	#onTimeout: () => void;
	#cancelTimer: () => void = () => {};
	#awaitsAnswer = false;

	constructor(clock: Clock, sendPing: () => void, onTimeout: () => void) {
		this.#clock = clock;
		this.#sendPing = sendPing;
		this.#onTimeout = onTimeout;
	}

	/** Anything arrived: the next ping is due after a full interval of silence. */
	received(): void {
		this.#cancelTimer();
		this.#awaitsAnswer = false;
		this.#cancelTimer = this.#clock.after(HEARTBEAT_MS, () => this.ping());
	}

	/** Pings now, unless a ping is unanswered: another one would postpone its timeout again and again. */
	ping(): void {
		if (this.#awaitsAnswer) return;
		this.#awaitsAnswer = true;
		this.#cancelTimer();
		this.#sendPing();
		this.#cancelTimer = this.#clock.after(PONG_TIMEOUT_MS, this.#onTimeout);
	}

	stop(): void {
		this.#cancelTimer();
	}
}
