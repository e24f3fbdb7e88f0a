import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type CostClass, classOf, ReadCost } from "../../protocol/files/read-cost.ts";

/** How much there is to do, in milliseconds of work. */
export interface Load {
	/** In files that run, wait, or wait to be retried. */
	readonly work: number;
	/** In files whose bytes are still to come. */
	readonly expectedWork: number;
	/** How many files all of that is in. */
	readonly files: number;
	/** Of the longest single file that runs or waits: no number of hands makes it shorter. */
	readonly longest: number;
	/** When the last file in `retrying` is tried again; milliseconds since 1970, 0 when there is none. */
	readonly retryAt: number;
}

/** How many files there are of each class. */
type Counts = Map<CostClass, number>;

function count(counts: Counts, alike: CostClass, by: 1 | -1): void {
	const now = (counts.get(alike) ?? 0) + by;
	if (now > 0) counts.set(alike, now);
	else counts.delete(alike);
}

/**
 * What is still to be done, kept up with each record that changes: files are counted by classes that cost alike, so that the
 * sum takes as long for ten thousand files as for ten.
 */
export class Workload {
	readonly #cost = new ReadCost();
	readonly #waiting: Counts = new Map();
	readonly #coming: Counts = new Map();
	readonly #running = new Map<number, FileRecord>();
	readonly #retryAt = new Map<number, number>();
	#comingBytes = 0;

	/** Bytes that no record says are stored, of files whose bytes are still to come. */
	get comingBytes(): number {
		return this.#comingBytes;
	}

	/** A record has changed: it is no longer as `before`, but as `after`. */
	note(before: FileRecord | undefined, after: FileRecord | undefined): void {
		if (before) this.#count(before, -1);
		if (after === undefined) return;
		this.#count(after, 1);
		if (before?.state !== "completed") this.#cost.learn(after);
	}

	#count(file: FileRecord, by: 1 | -1): void {
		switch (file.state) {
			case "queued":
				count(this.#waiting, classOf(file), by);
				break;
			case "retrying":
				count(this.#waiting, classOf(file), by);
				if (by === 1) this.#retryAt.set(file.n, file.retryAt ?? 0);
				else this.#retryAt.delete(file.n);
				break;
			case "processing":
				if (by === 1) this.#running.set(file.n, file);
				else this.#running.delete(file.n);
				break;
			case "expected":
			case "uploading":
				count(this.#coming, classOf(file), by);
				this.#comingBytes += by * Math.max(0, file.size - file.stored);
				break;
		}
	}

	/** Milliseconds that reading a file is expected to take. */
	costOf(file: FileRecord): number {
		return this.#cost.of(file);
	}

	/** All of it, as of now. */
	sum(): Load {
		let work = 0;
		let longest = 0;
		let files = this.#running.size;
		for (const file of this.#running.values()) {
			const rest = this.#cost.of(file) * (1 - Math.min(100, file.progress) / 100);
			work += rest;
			longest = Math.max(longest, rest);
		}
		for (const [alike, many] of this.#waiting) {
			const each = this.#cost.ofClass(alike);
			work += many * each;
			files += many;
			longest = Math.max(longest, each);
		}
		let expectedWork = 0;
		for (const [alike, many] of this.#coming) {
			expectedWork += many * this.#cost.ofClass(alike);
			files += many;
		}
		return { work, expectedWork, files, longest, retryAt: Math.max(0, ...this.#retryAt.values()) };
	}
}
