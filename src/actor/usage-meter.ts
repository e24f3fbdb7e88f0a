import type { Usage } from "../session/store/session-row.ts";

/** Something that counts the rows it writes, until it is set to 0. */
interface Writer {
	rowsWritten: number;
}

/** Counts what a session costs, on top of what its row tells already. */
export class Spending {
	readonly #writers: readonly Writer[];
	#bytesRead = 0;
	#reads = 0;

	constructor(...writers: readonly Writer[]) {
		this.#writers = writers;
	}

	/** So many bytes left storage, in so many requests. */
	read(bytes: number, requests: number): void {
		this.#bytesRead += bytes;
		this.#reads += requests;
	}

	/** What was spent before and since. */
	since(before: Usage | undefined): Usage {
		const rows = this.#writers.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
		return {
			rowsWritten: (before?.rowsWritten ?? 0) + rows,
			bytesRead: (before?.bytesRead ?? 0) + this.#bytesRead,
			reads: (before?.reads ?? 0) + this.#reads,
		};
	}

	/** Begins anew: what was spent stands in a row from here on. */
	restart(): void {
		for (const writer of this.#writers) writer.rowsWritten = 0;
		this.#bytesRead = 0;
		this.#reads = 0;
	}
}
