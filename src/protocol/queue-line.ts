import type { FileRecord } from "./file-record.ts";
import { ReadCost } from "./read-cost.ts";

/** The place of one file that is read, or waits to be. */
export interface Place {
	/** How many waiting files are called before it; 0 for the next one, and for one that is being read. */
	readonly rank: number;
	/** How much of all that waits and runs is done once this file is: 0–1, by cost. */
	readonly share: number;
}

/** What lies ahead of the reader of files, as of one moment. */
export interface Line {
	/** Files that run or are called by their tickets, in that order, by number. Those to be retried wait for their time. */
	readonly places: ReadonlyMap<number, Place>;
	/** Milliseconds of work in what runs, waits, or waits to be retried. */
	readonly work: number;
	/** How many files that work is in, and the expected. */
	readonly files: number;
	/** Milliseconds of work in files whose bytes are still to come. */
	readonly expectedWork: number;
	/** Milliseconds of the longest single file of all that run and wait: no number of hands makes it shorter. */
	readonly longest: number;
	/** When the last file in `retrying` is tried again; milliseconds since 1970, 0 when there is none. */
	readonly retryAt: number;
}

/** The share of a file that is still to be done. */
function rest({ progress }: FileRecord): number {
	return 1 - Math.min(100, Math.max(0, progress)) / 100;
}

function byTicket(a: FileRecord, b: FileRecord): number {
	return (a.ticket ?? 0) - (b.ticket ?? 0) || a.batch - b.batch || a.n - b.n;
}

/** Works out who is called when, from nothing but the files' records, so that it costs no byte on the wire. */
export function lineOf(files: Iterable<FileRecord>): Line {
	const cost = new ReadCost();
	const running: FileRecord[] = [];
	const queued: FileRecord[] = [];
	const others: FileRecord[] = [];
	for (const file of files) {
		cost.learn(file);
		if (file.state === "processing") running.push(file);
		else if (file.state === "queued") queued.push(file);
		else if (file.state !== "completed") others.push(file);
	}
	const line = { work: 0, files: 0, expectedWork: 0, longest: 0, retryAt: 0 };
	const until: [number, { rank: number; work: number }][] = [];
	function take(file: FileRecord, rank: number, share: number): void {
		const work = cost.of(file) * share;
		line.work += work;
		line.files += 1;
		line.longest = Math.max(line.longest, work);
		until.push([file.n, { rank, work: line.work }]);
	}
	for (const file of running) take(file, 0, rest(file));
	for (const [rank, file] of queued.sort(byTicket).entries()) take(file, rank, 1);
	for (const file of others) {
		if (file.state === "retrying") {
			line.work += cost.of(file);
			line.files += 1;
			line.retryAt = Math.max(line.retryAt, file.retryAt ?? 0);
		} else if (file.state === "expected" || file.state === "uploading") {
			line.expectedWork += cost.of(file);
			line.files += 1;
		}
	}
	const places = until.map(
		([n, { rank, work }]) => [n, { rank, share: line.work && work / line.work }] as const,
	);
	return { ...line, places: new Map(places) };
}
