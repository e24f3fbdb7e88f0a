import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../../client/http/clock.ts";
import type { StreamState } from "../../../client/stream/event-stream.ts";
import { HEARTBEAT_MS, PONG_TIMEOUT_MS } from "../../../src/protocol/limits.ts";
import type { Halt } from "../progress/pace.ts";

/**
 * What is shown may be older than it seems after a silence of this length, in milliseconds: a line that lives has answered a
 * heartbeat by then.
 */
export const STALE_MS = HEARTBEAT_MS + PONG_TIMEOUT_MS;

/** What the indicator says, in a word and in a sentence. */
export interface ConnectionWords {
	readonly label: string;
	readonly hint: string;
}

const WORDS: Readonly<Record<StreamState, ConnectionWords>> = {
	connecting: { label: "Connecting", hint: "Asking the server for your list." },
	"catching-up": { label: "Catching up", hint: "Connected; reading what happened meanwhile." },
	live: { label: "Live", hint: "Every change is shown as it happens." },
	polling: {
		label: "Polling",
		hint: "The live connection is away; asking for news instead. Nothing is lost.",
	},
	offline: {
		label: "Offline",
		hint: "The server cannot be reached. Everything goes on by itself once it can.",
	},
};

/** The words for a state; `staleSince`, a time as people read it, when nothing was heard for too long. */
export function wordsFor(state: StreamState, staleSince?: string): ConnectionWords {
	const words = WORDS[state];
	if (staleSince === undefined) return words;
	const label = state === "offline" ? `Offline since ${staleSince}` : `Stale since ${staleSince}`;
	return { label, hint: `What you see is the server's last word, of ${staleSince}. ${words.hint}` };
}

/** How the page hears from the server, how old its last word is, and whether it asked to be left alone for a while. */
export class Connection {
	readonly state: ReadonlySignal<StreamState>;
	/** Since when nothing was heard, once that is too long; milliseconds since 1970. */
	readonly staleSince: ReadonlySignal<number | undefined>;
	/** Sending rests until this time, in milliseconds since 1970. */
	readonly slowedUntil: ReadonlySignal<number | null>;
	/** What keeps all work from going on, if anything does. */
	readonly halt: ReadonlySignal<Halt | undefined>;
	#state = signal<StreamState>("connecting");
	#staleSince = signal<number | undefined>(undefined);
	#slowedUntil = signal<number | null>(null);
	#clock: Clock;
	#cancel: () => void = () => {};
	#heardAt = 0;

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

	/** When the server spoke last, in milliseconds since 1970; 0 before. */
	get heardAt(): number {
		return this.#heardAt;
	}

	became(state: StreamState): void {
		this.#state.value = state;
	}

	/** The server spoke, just now or, for a list out of storage, at an earlier time. */
	heard(at = this.#clock.now()): void {
		this.#cancel();
		this.#heardAt = at;
		this.#staleSince.value = undefined;
		const rest = Math.max(0, at + STALE_MS - this.#clock.now());
		this.#cancel = this.#clock.after(rest, () => {
			this.#staleSince.value = at;
		});
	}

	slowedDown(until: number | null): void {
		this.#slowedUntil.value = until;
	}
}
