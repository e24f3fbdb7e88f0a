import type { FileRecord } from "./file-record.ts";
import { type CostClass, costClassOf, ReadCost } from "./read-cost.ts";
import { compareTickets, type ReadingPosition, remainingShare } from "./reading-order.ts";

/** Sorts files as they are read: running ones first, then by ticket. */
export function compareTurns(a: FileRecord, b: FileRecord): number {
	if (a.state !== b.state) return a.state === "processing" ? -1 : 1;
	return a.state === "processing" ? a.n - b.n : compareTickets(a, b);
}

/** Where a file is, or belongs, among files in the order of their tickets: by halving. */
function placeAmong(files: readonly FileRecord[], file: FileRecord): number {
	let [low, high] = [0, files.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const other = files[middle];
		if (other && compareTickets(other, file) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * The reading order, kept up with each change: waiting files are sorted by cost class, so that neither a change nor a position looks
 * at all of them. Files in `retrying` have no position and count only as work.
 */
export class ReadingIndex {
	#cost = new ReadCost();
	readonly #running = new Map<number, FileRecord>();
	/** Waiting files of each cost class, in the order of their tickets. */
	readonly #waiting = new Map<CostClass, FileRecord[]>();
	/** How many files in `retrying` are in each cost class. */
	readonly #retrying = new Map<CostClass, number>();

	/** Replaces a file's record; `undefined` for none. */
	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		if (before) this.#remove(before);
		if (after) this.#add(after);
	}

	clear(): void {
		this.#cost = new ReadCost();
		this.#running.clear();
		this.#waiting.clear();
		this.#retrying.clear();
	}

	#add(file: FileRecord): void {
		if (file.state === "completed") this.#cost.learn(file);
		else if (file.state === "processing") this.#running.set(file.n, file);
		else if (file.state === "retrying") this.#countRetrying(file, 1);
		else if (file.state === "queued") {
			const costClass = costClassOf(file);
			const waiting = this.#waiting.get(costClass);
			if (waiting) waiting.splice(placeAmong(waiting, file), 0, file);
			else this.#waiting.set(costClass, [file]);
		}
	}

	#remove(file: FileRecord): void {
		if (file.state === "completed") this.#cost.forget(file);
		else if (file.state === "processing") this.#running.delete(file.n);
		else if (file.state === "retrying") this.#countRetrying(file, -1);
		else if (file.state === "queued") {
			const costClass = costClassOf(file);
			const waiting = this.#waiting.get(costClass) ?? [];
			const place = placeAmong(waiting, file);
			if (waiting[place]?.n === file.n) waiting.splice(place, 1);
			if (waiting.length === 0) this.#waiting.delete(costClass);
		}
	}

	#countRetrying(file: FileRecord, by: 1 | -1): void {
		const costClass = costClassOf(file);
		const count = (this.#retrying.get(costClass) ?? 0) + by;
		if (count > 0) this.#retrying.set(costClass, count);
		else this.#retrying.delete(costClass);
	}

	/** The position of a file; `undefined` for one that neither runs nor waits. `file`: its present record. */
	positionOf(file: FileRecord): ReadingPosition | undefined {
		if (file.state === "processing") return { rank: 0, share: this.#shareOf(this.#runningWork(file)) };
		if (file.state !== "queued") return undefined;
		let rank = -1;
		let work = this.#runningWork();
		for (const [costClass, waiting] of this.#waiting) {
			let count = placeAmong(waiting, file);
			if (waiting[count]?.n === file.n) count += 1;
			rank += count;
			work += count * this.#cost.ofClass(costClass);
		}
		return { rank, share: this.#shareOf(work) };
	}

	/** The first `limit` waiting files, the next one first. */
	waiting(limit: number): [FileRecord, ReadingPosition][] {
		const first = [...this.#waiting.values()].flatMap((files) => files.slice(0, limit));
		const all = this.#allWork();
		let work = this.#runningWork();
		return first
			.sort(compareTickets)
			.slice(0, limit)
			.map((file, rank) => {
				work += this.#cost.of(file);
				return [file, { rank, share: all && work / all }];
			});
	}

	/** The work left in the running files up to and including `last`. */
	#runningWork(last?: FileRecord): number {
		let work = 0;
		for (const file of [...this.#running.values()].sort((a, b) => a.n - b.n)) {
			if (last && file.n > last.n) break;
			work += this.#cost.of(file) * remainingShare(file);
		}
		return work;
	}

	#allWork(): number {
		let waiting = this.#runningWork();
		let retrying = 0;
		for (const [costClass, { length }] of this.#waiting) waiting += length * this.#cost.ofClass(costClass);
		for (const [costClass, count] of this.#retrying) retrying += count * this.#cost.ofClass(costClass);
		return waiting + retrying;
	}

	#shareOf(work: number): number {
		const all = this.#allWork();
		return all && work / all;
	}
}

/** The index of a state; made anew where none is kept. */
export function readingIndexOf(state: {
	readonly readingIndex?: ReadingIndex;
	readonly files: ReadonlyMap<number, FileRecord>;
}): ReadingIndex {
	if (state.readingIndex) return state.readingIndex;
	const index = new ReadingIndex();
	for (const file of state.files.values()) index.update(undefined, file);
	return index;
}
