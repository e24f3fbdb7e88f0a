import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { Filter, Group } from "../files/file-group.ts";
import type { GroupChange } from "../progress/tally.ts";
import type { Section } from "./list-layout.ts";

/** The rows of the list in order, and the sections by batch. */
export interface Listing {
	readonly order: readonly number[];
	readonly sections: readonly Section[];
}

/** Computes which files are shown and in what order, and only when that may have changed. */
export class ListOrder {
	#membersChanged = false;
	#groupsChanged = false;

	/** Records how a file's group has changed. */
	update({ before, after }: GroupChange): void {
		if (before === after) return;
		this.#groupsChanged = true;
		if (before === undefined || after === undefined) this.#membersChanged = true;
	}

	/** Whether the order for this filter may differ from the last one. */
	isStale(filter: Filter): boolean {
		return filter === "all" ? this.#membersChanged : this.#groupsChanged;
	}

	/** The numbers to show: the newest drop first, and each drop in its order. */
	list(filter: Filter, files: Iterable<FileRecord>, groupOf: (n: number) => Group | undefined): Listing {
		this.#membersChanged = false;
		this.#groupsChanged = false;
		const selected: FileRecord[] = [];
		for (const record of files) if (filter === "all" || groupOf(record.n) === filter) selected.push(record);
		selected.sort((a, b) => b.batch - a.batch || a.n - b.n);
		const sections: Section[] = [];
		for (let start = 0; start < selected.length; ) {
			const batch = selected[start]?.batch ?? 0;
			let end = start + 1;
			while (selected[end]?.batch === batch) end++;
			sections.push({ batch, start, count: end - start });
			start = end;
		}
		return { order: selected.map(({ n }) => n), sections };
	}
}
