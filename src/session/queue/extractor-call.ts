import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ReadOutcome } from "./read-outcome.ts";
import type { Readings } from "./readings.ts";

/** What decides how long a call may last. */
export interface CallTerms {
	/** Nothing else may run in that extractor: one died while it read this file. */
	readonly alone: boolean;
	/** Milliseconds since 1970 at which long readings stop at their next checkpoint. */
	readonly until: number;
	/** Whether they are to stop earlier, because other files wait for the slice to end. */
	shouldStop(): boolean;
	/** Resolves when everything that was decided is written. */
	settled(): Promise<void>;
	/** Reading a file took so many storage requests. */
	onRequests(count: number): void;
}

/** Files for one call of an extractor, and what becomes of them. An extractor may be late, repeat itself, or speak of other files. */
export class ExtractorCall {
	readonly files: readonly FileRecord[];
	readonly terms: CallTerms;
	/** The extractor has answered. */
	hasBegun = false;
	readonly #readings: Readings;
	readonly #known: ReadonlyMap<number, FileRecord>;
	/** Files whose reading has begun and not ended, and whether something of them was saved. */
	readonly #begun = new Map<number, boolean>();

	constructor(files: readonly FileRecord[], terms: CallTerms, readings: Readings) {
		this.files = files;
		this.terms = terms;
		this.#readings = readings;
		this.#known = new Map(files.map((file) => [file.n, file]));
	}

	/** Reading these files begins: it is written before this resolves. Returns those that are still wanted. */
	async begin(numbers: readonly number[]): Promise<readonly number[]> {
		this.hasBegun = true;
		const started: number[] = [];
		for (const n of numbers) {
			if (!this.#known.has(n) || this.#begun.has(n) || !this.#readings.begin(n, this)) continue;
			this.#begun.set(n, false);
			started.push(n);
		}
		await this.terms.settled();
		return started;
	}

	/** Whether this call is still the one that reads the file. */
	isReading(n: number): boolean {
		return this.#readings.isReading(n, this);
	}

	/** Something of a file was saved: if the extractor dies now, the file continues from there. */
	onSaved(n: number): void {
		if (this.#begun.has(n)) this.#begun.set(n, true);
	}

	/** Reading a file has ended. */
	end(n: number, outcome: ReadOutcome): void {
		const file = this.#known.get(n);
		const gained = this.#begun.get(n);
		if (file === undefined || gained === undefined) return;
		this.#begun.delete(n);
		this.terms.onRequests(outcome.requests);
		this.#readings.end(file, this, outcome, gained);
	}

	/** The call is over: what has begun and not ended was being read when the extractor died. */
	close(): void {
		for (const [n, gained] of this.#begun) {
			const file = this.#known.get(n);
			if (file) this.#readings.interrupt(file, this, gained);
		}
		this.#begun.clear();
	}
}
