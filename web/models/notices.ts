import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../client/http.ts";

/** How long a notice is visible, in milliseconds: time to read two sentences slowly. */
const VISIBLE_MS = 12_000;

/** A message about the whole page; one at a time, never one per file. */
export interface Notice {
	readonly text: string;
	readonly tone: "plain" | "bad";
}

/** Shows messages that do not belong to a row. */
export class Notices {
	readonly current: ReadonlySignal<Notice | undefined>;
	#current = signal<Notice | undefined>(undefined);
	#clock: Clock;
	#cancel: () => void = () => {};

	constructor(clock: Clock) {
		this.#clock = clock;
		this.current = this.#current;
	}

	show(text: string, tone: Notice["tone"] = "plain"): void {
		this.#cancel();
		this.#current.value = { text, tone };
		this.#cancel = this.#clock.after(VISIBLE_MS, () => this.dismiss());
	}

	dismiss(): void {
		this.#cancel();
		this.#current.value = undefined;
	}
}
