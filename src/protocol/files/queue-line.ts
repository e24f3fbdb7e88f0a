import type { FileRecord } from "./file-record.ts";
import { ReadCost } from "./read-cost.ts";

/** The place of one file that is read, or waits to be. */
export interface Place {
	/** How many waiting files are called before it; 0 for the next one, and for one that is being read. */
	readonly rank: number;
	/** How much of all that waits and runs is done once this file is: 0–1, by cost. */
	readonly share: number;
}

/** Who runs and who is called next, by number, in that order. Those to be retried wait for their time. */
export type Line = ReadonlyMap<number, Place>;

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
	let aside = 0;
	for (const file of files) {
		cost.learn(file);
		if (file.state === "processing") running.push(file);
		else if (file.state === "queued") queued.push(file);
		else if (file.state === "retrying") aside += cost.of(file);
	}
	const until: [number, { rank: number; work: number }][] = [];
	let work = 0;
	for (const file of running) {
		work += cost.of(file) * rest(file);
		until.push([file.n, { rank: 0, work }]);
	}
	for (const [rank, file] of queued.sort(byTicket).entries()) {
		work += cost.of(file);
		until.push([file.n, { rank, work }]);
	}
	const all = work + aside;
	return new Map(until.map(([n, place]) => [n, { rank: place.rank, share: all && place.work / all }]));
}
