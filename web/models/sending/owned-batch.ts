import type { Clock } from "../../../client/http/clock.ts";
import type { PendingBatch, PendingFile, PendingFiles } from "../../edges/storage/pending-files.ts";
import type { Recognised } from "./match-dropped.ts";

/** Files that are stored are forgotten together after this pause, in milliseconds: one transaction for many. */
const FORGET_PACE_MS = 400;

/** A batch whose bytes this tab sends. It holds the batch's lock, so that no other tab sends them too. */
export class OwnedBatch {
	readonly key: string;
	/** Numbers that still have to be sent. */
	readonly unsent = new Set<number>();
	#row: PendingBatch;
	#numbers: number[] = [];
	/** The place of each number: its key among the pending files. */
	#places = new Map<number, number>();
	#gone: number[] = [];
	#scheduled = false;
	#giveBack: () => void;
	#pending: PendingFiles;
	#clock: Clock;

	constructor(row: PendingBatch, giveBack: () => void, pending: PendingFiles, clock: Clock) {
		this.key = row.key;
		this.#row = row;
		this.#giveBack = giveBack;
		this.#pending = pending;
		this.#clock = clock;
		this.number(row.numbers ?? []);
	}

	/** Learns the numbers of the whole manifest. */
	number(numbers: readonly number[]): void {
		this.#numbers = [...numbers];
		for (const [place, n] of numbers.entries()) this.#places.set(n, place);
	}

	/** Keeps all files of the manifest, in its order, for a reload. */
	async keep(files: readonly Omit<PendingFile, "index">[], isWanted: () => boolean): Promise<void> {
		const kept = files.map(({ file, origin }, index) => ({
			index,
			...(file && { file }),
			...(origin && { origin }),
		}));
		await this.#pending.keep(this.#row, kept, (place) => isWanted() && this.#isUnsent(place));
	}

	/** Keeps files that were handed over again: their bytes had been lost, or had failed. */
	async keepAgain(files: readonly Recognised[], isWanted: () => boolean): Promise<void> {
		const kept = files.map(({ n, file, origin }): PendingFile => {
			const index = this.#placeOf(n);
			return { index, ...(file instanceof File && { file }), ...(origin && { origin }) };
		});
		await this.#pending.keep(this.#row, kept, (place) => isWanted() && this.#isUnsent(place));
	}

	/** Nothing more is to be done for a file; `true` when it was the last one. */
	finish(n: number): boolean {
		if (!this.unsent.delete(n)) return false;
		const place = this.#places.get(n);
		if (place !== undefined) this.#gone.push(place);
		if (this.unsent.size === 0) return true;
		if (!this.#scheduled) {
			this.#scheduled = true;
			this.#clock.after(FORGET_PACE_MS, () => this.#forget());
		}
		return false;
	}

	/** Lets the batch go, and what was kept of it. */
	async close(): Promise<void> {
		this.#gone = [];
		await this.#pending.forgetBatch(this.key).catch(() => {});
		this.#giveBack();
	}

	/** Whether the file at a place still has to be sent. Until numbers are there, all have. */
	#isUnsent(place: number): boolean {
		const n = this.#numbers[place];
		return n === undefined || this.unsent.has(n);
	}

	/** The place of a file; a new one for a file that this tab has not announced itself. */
	#placeOf(n: number): number {
		const known = this.#places.get(n);
		if (known !== undefined) return known;
		const place = this.#numbers.push(n) - 1;
		this.#places.set(n, place);
		// A manifest would no longer fit the numbers; with numbers nobody asks for it.
		this.#row = { ...this.#row, manifest: [], numbers: this.#numbers };
		return place;
	}

	#forget(): void {
		this.#scheduled = false;
		const gone = this.#gone;
		this.#gone = [];
		// What cannot be forgotten is skipped on the next load, because the server has it.
		if (gone.length > 0) void this.#pending.forget(this.key, gone).catch(() => {});
	}
}
