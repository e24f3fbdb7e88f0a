import type { Clock } from "../edges/clock.ts";
import type { PendingFiles } from "../edges/pending-files.ts";

/** Files that are stored are forgotten together after this pause, in milliseconds: one transaction for many. */
const FORGET_PACE_MS = 400;

/** A batch whose bytes this tab sends. It holds the batch's lock, so that no other tab sends them too. */
export class OwnedBatch {
	readonly key: string;
	/** Numbers that still have to be sent. */
	readonly unsent = new Set<number>();
	#numbers: readonly number[] = [];
	/** The place of each number in the manifest: its key among the pending files. */
	#places = new Map<number, number>();
	#gone: number[] = [];
	#scheduled = false;
	#giveBack: () => void;
	#pending: PendingFiles;
	#clock: Clock;

	constructor(key: string, giveBack: () => void, pending: PendingFiles, clock: Clock) {
		this.key = key;
		this.#giveBack = giveBack;
		this.#pending = pending;
		this.#clock = clock;
	}

	/** Learns the numbers of the whole manifest. */
	number(numbers: readonly number[]): void {
		this.#numbers = numbers;
		for (const [place, n] of numbers.entries()) this.#places.set(n, place);
	}

	/** Whether the file at a place of the manifest still has to be sent. Until numbers are there, all have. */
	isUnsent(place: number): boolean {
		const n = this.#numbers[place];
		return n === undefined || this.unsent.has(n);
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

	#forget(): void {
		this.#scheduled = false;
		const gone = this.#gone;
		this.#gone = [];
		// What cannot be forgotten is skipped on the next load, because the server has it.
		if (gone.length > 0) void this.#pending.forget(this.key, gone).catch(() => {});
	}
}
