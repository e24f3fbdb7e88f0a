import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { Moved } from "../progress/tally.ts";
import type { Filter, Group } from "./file-group.ts";
import type { Section } from "./list-layout.ts";

/** What the list shows, in its order, and how the batches part it. */
export interface Listing {
	readonly order: readonly number[];
	readonly sections: readonly Section[];
}

/** Which files are shown and in what order: made anew only when it can differ. */
export class FileList {
	#membersChanged = false;
	#groupsChanged = false;

	/** Takes note of what became of a file. */
	note({ before, after }: Moved): void {
		if (before === after) return;
		this.#groupsChanged = true;
		if (before === undefined || after === undefined) this.#membersChanged = true;
	}

	/** Whether the order for this filter may differ from the one made last. */
	isStale(filter: Filter): boolean {
		return filter === "all" ? this.#membersChanged : this.#groupsChanged;
	}

	/** The numbers to show: the newest drop first, and inside it the order in which it was dropped. */
	list(filter: Filter, files: Iterable<FileRecord>, groupOf: (n: number) => Group | undefined): Listing {
		this.#membersChanged = false;
		this.#groupsChanged = false;
		const chosen: FileRecord[] = [];
		for (const record of files) if (filter === "all" || groupOf(record.n) === filter) chosen.push(record);
		chosen.sort((a, b) => b.batch - a.batch || a.n - b.n);
		const sections: Section[] = [];
		for (let start = 0; start < chosen.length; ) {
			const batch = chosen[start]?.batch ?? 0;
			let end = start + 1;
			while (chosen[end]?.batch === batch) end++;
			sections.push({ batch, start, count: end - start });
			start = end;
		}
		return { order: chosen.map(({ n }) => n), sections };
	}
}
