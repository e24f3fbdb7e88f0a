import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type CostClass, costClassOf, ReadCost } from "../../protocol/files/read-cost.ts";
import { DueTimes } from "../state/due-times.ts";

/** The work left, in milliseconds. */
export interface RemainingWork {
	/** Of files that are running, waiting, or waiting for a retry. */
	readonly work: number;
	/** Of files whose bytes are still to come. */
	readonly expectedWork: number;
	/** The number of all these files. */
	readonly files: number;
	/** Of the longest single file that is running or waiting: parallel reading does not make it shorter. */
	readonly longest: number;
	/** When the last file in `retrying` is due; milliseconds since 1970, 0 when there is none. */
	readonly retryAt: number;
}

/** Files by cost class. */
type Counts = Map<CostClass, number>;

function addTo(counts: Counts, costClass: CostClass, by: 1 | -1): void {
	const now = (counts.get(costClass) ?? 0) + by;
	if (now > 0) counts.set(costClass, now);
	else counts.delete(costClass);
}

/** The work left, kept up with each change. Files are counted by cost class, so that the sum costs the same for ten thousand files as for ten. */
export class Workload {
	readonly #cost = new ReadCost();
	readonly #waiting: Counts = new Map();
	readonly #coming: Counts = new Map();
	readonly #running = new Map<number, FileRecord>();
	readonly #retries = new DueTimes();
	#comingBytes = 0;

	/** Bytes that no record shows as stored, of files whose bytes are still to come. */
	get comingBytes(): number {
		return this.#comingBytes;
	}

	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		if (before) this.#count(before, -1);
		if (after === undefined) return;
		this.#count(after, 1);
		if (before?.state !== "completed") this.#cost.learn(after);
	}

	#count(file: FileRecord, by: 1 | -1): void {
		switch (file.state) {
			case "queued":
				addTo(this.#waiting, costClassOf(file), by);
				break;
			case "retrying":
				addTo(this.#waiting, costClassOf(file), by);
				if (by === 1) this.#retries.set(file.n, file.retryAt ?? 0);
				else this.#retries.delete(file.n);
				break;
			case "processing":
				if (by === 1) this.#running.set(file.n, file);
				else this.#running.delete(file.n);
				break;
			case "expected":
			case "uploading":
				addTo(this.#coming, costClassOf(file), by);
				this.#comingBytes += by * Math.max(0, file.size - file.stored);
				break;
		}
	}

	/** Milliseconds that reading a file is expected to take. */
	costOf(file: FileRecord): number {
		return this.#cost.of(file);
	}

	/** The sum as of now. */
	sum(): RemainingWork {
		let work = 0;
		let longest = 0;
		let files = this.#running.size;
		for (const file of this.#running.values()) {
			const left = this.#cost.of(file) * (1 - Math.min(100, file.progress) / 100);
			work += left;
			longest = Math.max(longest, left);
		}
		for (const [costClass, number] of this.#waiting) {
			const each = this.#cost.ofClass(costClass);
			work += number * each;
			files += number;
			longest = Math.max(longest, each);
		}
		let expectedWork = 0;
		for (const [costClass, number] of this.#coming) {
			expectedWork += number * this.#cost.ofClass(costClass);
			files += number;
		}
		return { work, expectedWork, files, longest, retryAt: this.#retries.last()?.at ?? 0 };
	}
}
