import type { FileRecord } from "../../src/protocol/files/file-record.ts";

/** Takes the times of a load. Two clocks are never compared: spans are between times of one and the same. */
export class Stopwatch {
	/** Milliseconds that each request took. */
	readonly requests: number[] = [];
	/** Milliseconds that each file took from storage to its facts, by the server's clock. */
	readonly waits: number[] = [];
	/** When the last file was told to be stored, by this machine's clock. */
	lastStored = 0;
	readonly #storedAt = new Map<number, number>();
	readonly #read = new Set<number>();

	/** A file changed; it may be told twice. */
	changed({ n, stage, state, at }: Pick<FileRecord, "n" | "stage" | "state" | "at">, now: number): void {
		if (stage !== undefined && !this.#storedAt.has(n)) {
			this.#storedAt.set(n, at);
			this.lastStored = now;
		}
		if (state !== "completed" || this.#read.has(n)) return;
		this.#read.add(n);
		this.waits.push(at - (this.#storedAt.get(n) ?? at));
	}
}
