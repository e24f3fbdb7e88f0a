import type { FileRecord } from "../../src/protocol/files/file-record.ts";

/** Measures a load. The server's clock and this machine's are never compared: each duration is between two times of one clock. */
export class Stopwatch {
	/** Milliseconds that each request took. */
	readonly requests: number[] = [];
	/** Milliseconds from stored to read of each file, by the server's clock. */
	readonly waits: number[] = [];
	/** When the last file was reported as stored, by this machine's clock. */
	lastStored = 0;
	readonly #storedAt = new Map<number, number>();
	readonly #read = new Set<number>();

	/** Takes a file's record; `now` is this machine's time. The same record may come twice. */
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
