import type { Usage } from "../session/store/session-row.ts";

/** Something that counts the rows it writes. */
interface RowCounter {
	rowsWritten: number;
}

/** Counts what a session costs, in addition to what its row says already. */
export class UsageMeter {
	readonly #counters: readonly RowCounter[];
	#bytesRead = 0;
	#reads = 0;

	constructor(...counters: readonly RowCounter[]) {
		this.#counters = counters;
	}

	/** Bytes and requests read from storage. */
	addRead(bytes: number, requests: number): void {
		this.#bytesRead += bytes;
		this.#reads += requests;
	}

	/** The usage in the row, plus what was counted since. */
	since(before: Usage | undefined): Usage {
		const rows = this.#counters.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
		return {
			rowsWritten: (before?.rowsWritten ?? 0) + rows,
			bytesRead: (before?.bytesRead ?? 0) + this.#bytesRead,
			reads: (before?.reads ?? 0) + this.#reads,
		};
	}

	/** Starts from zero: what was counted is in the row now. */
	reset(): void {
		for (const counter of this.#counters) counter.rowsWritten = 0;
		this.#bytesRead = 0;
		this.#reads = 0;
	}
}
