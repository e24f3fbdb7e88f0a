import type { FileRecord } from "./file-record.ts";
import { ReadCost } from "./read-cost.ts";

/** The position of one file that is being read or waits for it. */
export interface ReadingPosition {
	/** How many waiting files come before it; 0 for the next one, and for one that is being read. */
	readonly rank: number;
	/** The share of all running and waiting work that is done once this file is: 0–1, by cost. */
	readonly share: number;
}

/** Positions by file number: running files first, then waiting ones in the order in which they will run. Files in `retrying` are not in it. */
export type ReadingOrder = ReadonlyMap<number, ReadingPosition>;

/** The share of a file that is still to be done. */
export function remainingShare({ progress }: FileRecord): number {
	return 1 - Math.min(100, Math.max(0, progress)) / 100;
}

/** Sorts waiting files as they are read. */
export function compareTickets(a: FileRecord, b: FileRecord): number {
	return (a.ticket ?? 0) - (b.ticket ?? 0) || a.batch - b.batch || a.n - b.n;
}

/** Computes the order from the files' records alone, so that a queue position costs no byte on the wire. */
export function readingOrder(files: Iterable<FileRecord>): ReadingOrder {
	const cost = new ReadCost();
	const running: FileRecord[] = [];
	const queued: FileRecord[] = [];
	const retrying: FileRecord[] = [];
	for (const file of files) {
		cost.learn(file);
		if (file.state === "processing") running.push(file);
		else if (file.state === "queued") queued.push(file);
		else if (file.state === "retrying") retrying.push(file);
	}
	const ends: [number, { rank: number; work: number }][] = [];
	let work = 0;
	for (const file of running) {
		work += cost.of(file) * remainingShare(file);
		ends.push([file.n, { rank: 0, work }]);
	}
	for (const [rank, file] of queued.sort(compareTickets).entries()) {
		work += cost.of(file);
		ends.push([file.n, { rank, work }]);
	}
	// Only now are all costs learned, as they are for the others.
	const all = retrying.reduce((sum, file) => sum + cost.of(file), work);
	return new Map(ends.map(([n, end]) => [n, { rank: end.rank, share: all && end.work / all }]));
}
