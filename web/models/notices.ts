import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../client/http/clock.ts";

/** How long a notice stays, in milliseconds: two sentences read slowly. */
const STAY_MS = 12_000;

/** A sentence about the whole page; one at a time, never one per file. */
export interface Notice {
	readonly text: string;
	readonly tone: "plain" | "bad";
}

/** The one place for sentences that belong to no row. */
export class Notices {
	readonly current: ReadonlySignal<Notice | undefined>;
	#current = signal<Notice | undefined>(undefined);
	#clock: Clock;
	#cancel: () => void = () => {};

	constructor(clock: Clock) {
		this.#clock = clock;
		this.current = this.#current;
	}

	say(text: string, tone: Notice["tone"] = "plain"): void {
		this.#cancel();
		this.#current.value = { text, tone };
		this.#cancel = this.#clock.after(STAY_MS, () => this.dismiss());
	}

	dismiss(): void {
		this.#cancel();
		this.#current.value = undefined;
	}
}
