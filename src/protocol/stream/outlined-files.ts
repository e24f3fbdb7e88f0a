import type { FileChange } from "../files/change.ts";
import type { FileRecord } from "../files/file-record.ts";
import { isFileChange } from "../files/is-file-change.ts";
import type { Frame } from "./frame.ts";
import { changesOfOutline } from "./outline.ts";
import { apply, type SessionState } from "./session-state.ts";

/** Members of a shape that a file's details may have lost again. */
const CLEARED = { stage: null, kind: null, mime: null, thumbnail: null, problem: null } as const;

/**
 * The files of which a reader knows the outline and not yet the details, and what it has heard of each since. Details
 * may be older or newer than where the reader stands: what it heard counts before them, and what it has yet to hear
 * comes again. So they may be fetched in any order, over any connection, and the state still ends like the server's.
 */
export class OutlinedFiles {
	/** Bytes of these files together, and how many of them lie in storage: not in the state's totals. Exact until one changes. */
	bytes = 0;
	stored = 0;
	readonly #heard = new Map<number, FileChange>();

	/** Numbers of the files that have no details, in their order. */
	numbers(): IterableIterator<number> {
		return this.#heard.keys();
	}

	/** How many files have no details. */
	get size(): number {
		return this.#heard.size;
	}

	/** Hears a frame that was just folded into the state. Folds what its outline tells. */
	hear(state: SessionState, frame: Frame): void {
		for (const change of this.note(frame)) apply(state, change);
	}

	/** Folds details into the state, as `GET /api/session/files` told them. */
	fill(state: SessionState, records: readonly FileRecord[]): void {
		for (const change of this.take(records)) apply(state, change);
	}

	/** Takes note of a frame that its reader has placed. Gives what its outline tells, to be folded after its changes. */
	note(frame: Frame): FileChange[] {
		if (frame.reset) this.#heard.clear();
		const outlined = frame.outline ? changesOfOutline(frame.outline) : [];
		for (const { file } of outlined) this.#heard.set(file, { file });
		if (frame.reset) [this.bytes, this.stored] = [frame.outline?.bytes ?? 0, frame.outline?.stored ?? 0];
		for (const change of frame.changes) {
			const heard = isFileChange(change) ? this.#heard.get(change.file) : undefined;
			if (!isFileChange(change) || heard === undefined) continue;
			if (change.removed) this.#heard.delete(change.file);
			else this.#heard.set(change.file, { ...heard, ...change });
		}
		this.#rest();
		return outlined;
	}

	/** Takes details. Gives the changes that make them, and what was heard since, part of the state. */
	take(records: readonly FileRecord[]): FileChange[] {
		const changes: FileChange[] = [];
		for (const { n, ...record } of records) {
			const heard = this.#heard.get(n);
			if (heard === undefined) continue;
			this.#heard.delete(n);
			changes.push({ ...CLEARED, ...record, ...heard });
			this.bytes -= record.size;
			this.stored -= record.stored;
		}
		this.#rest();
		return changes;
	}

	/** Whether a file has no details yet. */
	lacks(n: number): boolean {
		return this.#heard.has(n);
	}

	#rest(): void {
		const none = this.#heard.size === 0;
		this.bytes = none ? 0 : Math.max(0, this.bytes);
		this.stored = none ? 0 : Math.max(0, this.stored);
	}
}
