import type { Facts } from "../protocol/files/facts.ts";
import type { ExtractorHost, FileEvent, FileUpdate } from "./contract.ts";
import { UPDATE_CHARS, UPDATE_MS } from "./limits.ts";

/** Characters that stand for an event without text: a stage, or the frame around facts. */
const EVENT_CHARS = 200;

/** Collects what happens to the files of one call, and reports it in few messages. */
export class UpdateBuffer {
	readonly #host: Pick<ExtractorHost, "update">;
	readonly #now: () => number;
	#pending = new Map<number, FileEvent[]>();
	#chars = 0;
	#reportedAt: number;
	readonly #unwanted = new Set<number>();
	/** The session wants long readings to stop at their next checkpoint. */
	shouldStop = false;

	constructor(host: Pick<ExtractorHost, "update">, now: () => number) {
		this.#host = host;
		this.#now = now;
		this.#reportedAt = now();
	}

	add(file: number, event: FileEvent): void {
		const events = this.#pending.get(file);
		if (events) events.push(event);
		else this.#pending.set(file, [event]);
		this.#chars += charsOf(event);
	}

	isUnwanted(file: number): boolean {
		return this.#unwanted.has(file);
	}

	/** Reports what is pending if it has become much, or has waited long enough. */
	async reportIfDue(): Promise<void> {
		if (this.#chars >= UPDATE_CHARS || this.#now() - this.#reportedAt >= UPDATE_MS) await this.report();
	}

	/** Reports what is pending, and learns what is wanted. Throws when the session is gone. */
	async report(): Promise<void> {
		const updates: FileUpdate[] = [...this.#pending].map(([file, events]) => ({ file, events }));
		this.#pending = new Map();
		this.#chars = 0;
		const { unwanted, stop } = await this.#host.update(updates);
		for (const file of unwanted) this.#unwanted.add(file);
		this.shouldStop = stop;
		this.#reportedAt = this.#now();
	}
}

function charsOf(event: FileEvent): number {
	if ("stage" in event) return EVENT_CHARS;
	if ("outcome" in event) return event.outcome.ok === true ? charsOfFacts(event.outcome.facts) : EVENT_CHARS;
	const { textBatch = [], chunks = [] } = event.checkpoint;
	const texts = [...textBatch.flatMap(({ blocks }) => blocks), ...chunks];
	return texts.reduce((sum, { text }) => sum + text.length, EVENT_CHARS);
}

/** A rough measure: facts are short, or bounded. */
function charsOfFacts({ fields }: Facts): number {
	return EVENT_CHARS + 50 * fields;
}
