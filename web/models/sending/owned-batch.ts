import type { Clock } from "../../../client/http.ts";
import type { PendingBatch, PendingFile, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { MatchedFile } from "./match-dropped.ts";

/** Stored files are deleted from the pending files after this delay, in milliseconds: one transaction for many. */
const FORGET_DELAY_MS = 400;

/** A batch whose bytes this tab sends. It holds the batch's lock, so that no other tab sends them too. */
export class OwnedBatch {
	readonly key: string;
	/** File numbers that still have to be sent. */
	readonly unsent = new Set<number>();
	#row: PendingBatch;
	#numbers: number[] = [];
	/** The index of each number, which is its key among the pending files. */
	#indexes = new Map<number, number>();
	#finished: number[] = [];
	#isScheduled = false;
	#releaseLock: () => void;
	#pending: PendingFiles;
	#clock: Clock;

	constructor(row: PendingBatch, releaseLock: () => void, pending: PendingFiles, clock: Clock) {
		this.key = row.key;
		this.#row = row;
		this.#releaseLock = releaseLock;
		this.#pending = pending;
		this.#clock = clock;
		this.setNumbers(row.numbers ?? []);
	}

	/** Sets the file numbers of the whole manifest. */
	setNumbers(numbers: readonly number[]): void {
		this.#numbers = [...numbers];
		for (const [index, n] of numbers.entries()) this.#indexes.set(n, index);
	}

	/** Saves all files of the manifest, in order, for a reload. */
	async saveManifest(files: readonly Omit<PendingFile, "index">[], isWanted: () => boolean): Promise<void> {
		const pendingFiles = files.map(({ file, origin }, index) => ({
			index,
			...(file && { file }),
			...(origin && { origin }),
		}));
		await this.#pending.save(this.#row, pendingFiles, (index) => isWanted() && this.#isUnsent(index));
	}

	/** Saves files that were chosen again after their bytes had been lost or had failed. */
	async saveMatched(files: readonly MatchedFile[], isWanted: () => boolean): Promise<void> {
		const pendingFiles = files.map(({ n, file, origin }): PendingFile => {
			const index = this.#indexOf(n);
			return { index, ...(file instanceof File && { file }), ...(origin && { origin }) };
		});
		await this.#pending.save(this.#row, pendingFiles, (index) => isWanted() && this.#isUnsent(index));
	}

	/** Marks a file as finished; returns `true` if it was the last one. */
	finish(n: number): boolean {
		if (!this.unsent.delete(n)) return false;
		const index = this.#indexes.get(n);
		if (index !== undefined) this.#finished.push(index);
		if (this.unsent.size === 0) return true;
		if (!this.#isScheduled) {
			this.#isScheduled = true;
			this.#clock.after(FORGET_DELAY_MS, () => this.#forgetFinished());
		}
		return false;
	}

	/** Releases the batch, and deletes what was saved of it. */
	async close(): Promise<void> {
		this.#finished = [];
		await this.#pending.deleteBatch(this.key).catch(() => {});
		this.#releaseLock();
	}

	/** Whether the file at an index still has to be sent. All do until the numbers are known. */
	#isUnsent(index: number): boolean {
		const n = this.#numbers[index];
		return n === undefined || this.unsent.has(n);
	}

	/** The index of a file; a new one for a file that this tab did not announce. */
	#indexOf(n: number): number {
		const known = this.#indexes.get(n);
		if (known !== undefined) return known;
		const index = this.#numbers.push(n) - 1;
		this.#indexes.set(n, index);
		// The manifest would no longer match the numbers; with numbers it is not needed.
		this.#row = { ...this.#row, manifest: [], numbers: this.#numbers };
		return index;
	}

	#forgetFinished(): void {
		this.#isScheduled = false;
		const finished = this.#finished;
		this.#finished = [];
		// If deleting fails, the next load skips these files because the server has them.
		if (finished.length > 0) void this.#pending.deleteFiles(this.key, finished).catch(() => {});
	}
}
