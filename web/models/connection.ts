import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { StreamState } from "../edges/event-stream.ts";
import type { Halt } from "./pace.ts";

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

export function wordsFor(state: StreamState): ConnectionWords {
	return WORDS[state];
}

/** How the page hears from the server, and whether the server asked to be left alone for a while. */
export class Connection {
	readonly state: ReadonlySignal<StreamState>;
	/** Sending rests until this time, in milliseconds since 1970. */
	readonly slowedUntil: ReadonlySignal<number | null>;
	/** What keeps all work from going on, if anything does. */
	readonly halt: ReadonlySignal<Halt | undefined>;
	#state = signal<StreamState>("connecting");
	#slowedUntil = signal<number | null>(null);

	constructor() {
		this.state = this.#state;
		this.slowedUntil = this.#slowedUntil;
		this.halt = computed(() => {
			if (this.#state.value === "offline") return "offline";
			return this.#slowedUntil.value === null ? undefined : "slowed";
		});
	}

	became(state: StreamState): void {
		this.#state.value = state;
	}

	slowedDown(until: number | null): void {
		this.#slowedUntil.value = until;
	}
}
