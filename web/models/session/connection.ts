import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../../client/http.ts";
import type { StreamState } from "../../../client/stream.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import { connectionWords } from "../../words/en/connection.ts";
import type { HaltReason } from "../progress/pace.ts";

/**
 * After this silence, in milliseconds, the list may be out of date: a live connection would have answered a heartbeat
 * by then.
 */
export const STALE_AFTER_MS = HEARTBEAT_MS + PONG_TIMEOUT_MS;

/** What the indicator shows: a word or two, and a sentence. */
export interface ConnectionLabel {
	readonly label: string;
	readonly hint: string;
}

/** The words for a state; `staleSince` is the formatted time of the last message if that is too long ago. */
export function connectionLabel(state: StreamState, staleSince?: string): ConnectionLabel {
	const current = connectionWords.states[state];
	if (staleSince === undefined) return current;
	const { offlineSince, staleSince: stale, asOf } = connectionWords;
	const label = state === "offline" ? offlineSince(staleSince) : stale(staleSince);
	return { label, hint: asOf(staleSince, current.hint) };
}

/**
 * The connection to the server: its state, the age of the last message, and whether the server asked the page to slow
 * down.
 */
export class Connection {
	readonly state: ReadonlySignal<StreamState>;
	/** When the last message arrived, once that is too long ago; milliseconds since 1970. */
	readonly staleSince: ReadonlySignal<number | undefined>;
	/** Sending pauses until this time, in milliseconds since 1970; `null`: it does not. */
	readonly slowedUntil: ReadonlySignal<number | null>;
	/** Why all work is halted, if it is. */
	readonly halt: ReadonlySignal<HaltReason | undefined>;
	#state = signal<StreamState>("connecting");
	#staleSince = signal<number | undefined>(undefined);
	#slowedUntil = signal<number | null>(null);
	#clock: Clock;
	#cancel: () => void = () => {};
	#lastMessageAt = 0;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.state = this.#state;
		this.staleSince = this.#staleSince;
		this.slowedUntil = this.#slowedUntil;
		this.halt = computed(() => {
			if (this.#state.value === "offline") return "offline";
			return this.#slowedUntil.value === null ? undefined : "slowed";
		});
	}

	/** When the last message arrived, in milliseconds since 1970; 0 before the first. */
	get lastMessageAt(): number {
		return this.#lastMessageAt;
	}

	setState(state: StreamState): void {
		this.#state.value = state;
	}

	/** A message from the server arrived now or, for a list out of storage, at an earlier time. */
	messageReceived(at = this.#clock.now()): void {
		this.#cancel();
		this.#lastMessageAt = at;
		this.#staleSince.value = undefined;
		const remaining = Math.max(0, at + STALE_AFTER_MS - this.#clock.now());
		this.#cancel = this.#clock.after(remaining, () => {
			this.#staleSince.value = at;
		});
	}

	setSlowedUntil(until: number | null): void {
		this.#slowedUntil.value = until;
	}
}
