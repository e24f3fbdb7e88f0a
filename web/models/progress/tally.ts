import { STORED_STAGE } from "../../../src/protocol/files/stages.ts";
import { awaitsBytes, type FileView, type Filter, GROUPS, type Group, groupOf } from "../list/file-group.ts";

/** How many files each filter stands for. */
export type Counts = Readonly<Record<Filter, number>>;

/** A file's developing is counted in whole thousandths: sums of fractions would never come out even. */
export const WHOLE_STAGES = 1_000;

/** Sums over the files of a batch, or over all. Failed and cancelled ones are counted in `counts` and nowhere else. */
export interface Sums {
	readonly counts: Record<Filter, number>;
	/** Files that work and whose bytes are not all stored. */
	sending: number;
	/** Bytes of the files, of these the ones that the server has, and the ones that have left this page. */
	bytes: number;
	stored: number;
	sent: number;
	/** How far the files are developed: `WHOLE_STAGES` each. */
	staged: number;
}

/** What one file adds to the sums. */
interface Part {
	readonly batch: number;
	readonly group: Group;
	readonly sending: number;
	readonly bytes: number;
	readonly stored: number;
	readonly sent: number;
	readonly staged: number;
}

/** How far a file is beyond its bytes, 0–1: the stages that come after the one that every stored file has reached. */
export function stagedShare({ record }: Pick<FileView, "record">): number {
	if (record.state === "completed") return 1;
	const { progress: stored } = STORED_STAGE;
	return Math.min(1, Math.max(0, (record.progress - stored) / (100 - stored)));
}

/** Bytes that have left this page, never fewer than the server has. */
export function sentBytes({ record, local, stored }: FileView): number {
	return Math.min(record.size, Math.max(stored, local.sent));
}

function partOf(view: FileView): Part {
	const { record, stored } = view;
	const group = groupOf(view);
	if (group === "failed" || group === "cancelled")
		return { batch: record.batch, group, sending: 0, bytes: 0, stored: 0, sent: 0, staged: 0 };
	const isDone = group === "done";
	return {
		batch: record.batch,
		group,
		sending: group === "working" && awaitsBytes(record) ? 1 : 0,
		bytes: record.size,
		stored: isDone ? record.size : Math.min(record.size, stored),
		sent: isDone ? record.size : sentBytes(view),
		staged: Math.floor(stagedShare(view) * WHOLE_STAGES),
	};
}

export function noSums(): Sums {
	const counts = Object.fromEntries(["all", ...GROUPS].map((filter) => [filter, 0]));
	return { counts: counts as Sums["counts"], sending: 0, bytes: 0, stored: 0, sent: 0, staged: 0 };
}

function add(sums: Sums, part: Part, sign: 1 | -1): void {
	sums.counts.all += sign;
	sums.counts[part.group] += sign;
	sums.sending += sign * part.sending;
	sums.bytes += sign * part.bytes;
	sums.stored += sign * part.stored;
	sums.sent += sign * part.sent;
	sums.staged += sign * part.staged;
}

/** What a note came to. `undefined` where the file was not there before, or is not any more. */
export interface Moved {
	readonly before: Group | undefined;
	readonly after: Group | undefined;
}

/** Running sums of the whole and of each batch, kept as files change, so that nothing ever sums over ten thousand. */
export class Tally {
	readonly whole = noSums();
	#parts = new Map<number, Part>();
	#batches = new Map<number, Sums>();

	/** Takes note of a file as it is now, `undefined` when it is gone. */
	note(n: number, view: FileView | undefined): Moved {
		const before = this.#parts.get(n);
		if (before !== undefined) this.#add(before, -1);
		const after = view && partOf(view);
		if (after === undefined) this.#parts.delete(n);
		else {
			this.#parts.set(n, after);
			this.#add(after, 1);
		}
		return { before: before?.group, after: after?.group };
	}

	groupOf(n: number): Group | undefined {
		return this.#parts.get(n)?.group;
	}

	/** The batch that a file was noted in. */
	batchOf(n: number): number | undefined {
		return this.#parts.get(n)?.batch;
	}

	/** The sums of one batch; `undefined` when it has no files. */
	of(batch: number): Sums | undefined {
		return this.#batches.get(batch);
	}

	#add(part: Part, sign: 1 | -1): void {
		add(this.whole, part, sign);
		let sums = this.#batches.get(part.batch);
		if (sums === undefined) {
			sums = noSums();
			this.#batches.set(part.batch, sums);
		}
		add(sums, part, sign);
		if (sums.counts.all === 0) this.#batches.delete(part.batch);
	}
}
