import type { FileRecord } from "../../src/protocol/file-record.ts";
import { type FileView, type Filter, type Group, groupOf } from "./file-group.ts";

/** How many files each chip stands for. */
export type Counts = Readonly<Record<Filter, number>>;

/**
 * Which files are shown and in what order. Groups and counts are kept as files change, so that nothing ever sums over
 * ten thousand files; the order is made anew only when it can differ.
 */
export class FileList {
	#groups = new Map<number, Group>();
	#counts: Record<Filter, number> = { all: 0, working: 0, failed: 0, done: 0 };
	#membersChanged = false;
	#groupsChanged = false;

	/** Takes note of a file as it is now, `undefined` when it is gone. Answers whether it was there and left. */
	note(n: number, view: FileView | undefined): boolean {
		const before = this.#groups.get(n);
		const after = view && groupOf(view);
		if (before === after) return false;
		if (before !== undefined) this.#counts[before]--;
		if (after !== undefined) this.#counts[after]++;
		if (after === undefined) this.#groups.delete(n);
		else this.#groups.set(n, after);
		this.#counts.all = this.#groups.size;
		this.#groupsChanged = true;
		if (before === undefined || after === undefined) this.#membersChanged = true;
		return after === undefined;
	}

	get counts(): Counts {
		return { ...this.#counts };
	}

	/** Whether the order for this filter may differ from the one made last. */
	isStale(filter: Filter): boolean {
		return filter === "all" ? this.#membersChanged : this.#groupsChanged;
	}

	/** The numbers to show: the newest drop first, and inside it the order in which it was dropped. */
	order(filter: Filter, files: Iterable<FileRecord>): readonly number[] {
		this.#membersChanged = false;
		this.#groupsChanged = false;
		const chosen: FileRecord[] = [];
		for (const record of files)
			if (filter === "all" || this.#groups.get(record.n) === filter) chosen.push(record);
		return chosen.sort((a, b) => b.batch - a.batch || a.n - b.n).map(({ n }) => n);
	}
}
