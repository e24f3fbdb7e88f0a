import { STORED_STAGE } from "../../../src/protocol/files/stages.ts";
import { awaitsBytes, type FileView, type Filter, GROUPS, type Group, groupOf } from "../files/file-group.ts";

/** Number of files by filter. */
export type Counts = Readonly<Record<Filter, number>>;

/** Progress of stages is counted in whole thousandths per file: running sums of fractions would accumulate errors. */
export const STAGE_UNITS = 1_000;

/** Sums over all files, or those of a batch. Failed and cancelled files only count in `counts`. */
export interface Sums {
	readonly counts: Record<Filter, number>;
	/** Files being worked on whose bytes are not all stored. */
	sending: number;
	/** Bytes of the files: all, stored on the server, and sent by this page. */
	bytes: number;
	stored: number;
	sent: number;
	/** Progress of stages: `STAGE_UNITS` for each finished file. */
	staged: number;
}

/** What one file contributes to the sums. */
interface Contribution {
	readonly batch: number;
	readonly group: Group;
	readonly sending: number;
	readonly bytes: number;
	readonly stored: number;
	readonly sent: number;
	readonly staged: number;
}

/** Progress beyond storing, 0–1: the stages after the one that every stored file has reached. */
export function stagedShare({ record }: Pick<FileView, "record">): number {
	if (record.state === "completed") return 1;
	const { progress: stored } = STORED_STAGE;
	return Math.min(1, Math.max(0, (record.progress - stored) / (100 - stored)));
}

/** Bytes sent by this page, never less than the server has. */
export function sentBytes({ record, local, stored }: FileView): number {
	return Math.min(record.size, Math.max(stored, local.sent));
}

function contributionOf(view: FileView): Contribution {
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
		staged: Math.floor(stagedShare(view) * STAGE_UNITS),
	};
}

export function emptySums(): Sums {
	const counts = Object.fromEntries(["all", ...GROUPS].map((filter) => [filter, 0]));
	return { counts: counts as Sums["counts"], sending: 0, bytes: 0, stored: 0, sent: 0, staged: 0 };
}

function add(sums: Sums, part: Contribution, sign: 1 | -1): void {
	sums.counts.all += sign;
	sums.counts[part.group] += sign;
	sums.sending += sign * part.sending;
	sums.bytes += sign * part.bytes;
	sums.stored += sign * part.stored;
	sums.sent += sign * part.sent;
	sums.staged += sign * part.staged;
}

/** How an update changed a file's group; `undefined`: the file did not exist before, or no longer exists. */
export interface GroupChange {
	readonly before: Group | undefined;
	readonly after: Group | undefined;
}

/**
 * Running sums of everything and of each batch, updated as files change, so that no update has to add up ten thousand
 * files.
 */
export class FileTally {
	readonly whole = emptySums();
	#contributions = new Map<number, Contribution>();
	#batches = new Map<number, Sums>();

	/** Updates a file; `undefined` if it was removed. */
	update(n: number, view: FileView | undefined): GroupChange {
		const before = this.#contributions.get(n);
		if (before !== undefined) this.#add(before, -1);
		const after = view && contributionOf(view);
		if (after === undefined) this.#contributions.delete(n);
		else {
			this.#contributions.set(n, after);
			this.#add(after, 1);
		}
		return { before: before?.group, after: after?.group };
	}

	groupOf(n: number): Group | undefined {
		return this.#contributions.get(n)?.group;
	}

	/** The batch in which a file is counted. */
	batchOf(n: number): number | undefined {
		return this.#contributions.get(n)?.batch;
	}

	/** The sums of one batch; `undefined` if it has no files. */
	of(batch: number): Sums | undefined {
		return this.#batches.get(batch);
	}

	#add(part: Contribution, sign: 1 | -1): void {
		add(this.whole, part, sign);
		let sums = this.#batches.get(part.batch);
		if (sums === undefined) {
			sums = emptySums();
			this.#batches.set(part.batch, sums);
		}
		add(sums, part, sign);
		if (sums.counts.all === 0) this.#batches.delete(part.batch);
	}
}
