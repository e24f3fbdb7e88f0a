import type { FileChange } from "../files/change.ts";
import type { FileRecord } from "../files/file-record.ts";
import { isFileChange } from "../files/is-file-change.ts";
import type { Frame } from "./frame.ts";
import { outlineChanges } from "./outline.ts";
import { apply, type SessionState } from "./session-state.ts";

/** Members of a shape that a file may have lost again by the time its details are fetched. */
const CLEARED = { stage: null, kind: null, mime: null, thumbnail: null, problem: null } as const;

/**
 * The files of which a reader has the outline but not yet the details, with the changes that it has received for each
 * since. Details may be older or newer than the reader's position: changes already received are folded over them, and
 * changes still to come arrive anyway. So details can be fetched in any order, over any connection, and the state still
 * ends up equal to the server's.
 */
export class OutlinedFiles {
	/** Bytes of these files together, and how many of them are in storage: not part of the state's totals. Exact until one changes. */
	bytes = 0;
	stored = 0;
	readonly #changesSince = new Map<number, FileChange>();

	/** Numbers of the files that have no details, in order. */
	numbers(): IterableIterator<number> {
		return this.#changesSince.keys();
	}

	/** How many files have no details. */
	get size(): number {
		return this.#changesSince.size;
	}

	/** Takes in a frame that was just folded into the state, and folds its outline. */
	foldFrame(state: SessionState, frame: Frame): void {
		for (const change of this.trackFrame(frame)) apply(state, change);
	}

	/** Folds details, as `GET /api/session/files` returned them, into the state. */
	foldRecords(state: SessionState, records: readonly FileRecord[]): void {
		for (const change of this.takeRecords(records)) apply(state, change);
	}

	/** Takes in a frame that the reader has placed. Returns the changes of its outline, to be folded after the frame's own. */
	trackFrame(frame: Frame): FileChange[] {
		if (frame.reset) this.#changesSince.clear();
		const outlined = frame.outline ? outlineChanges(frame.outline) : [];
		for (const { file } of outlined) this.#changesSince.set(file, { file });
		if (frame.reset) [this.bytes, this.stored] = [frame.outline?.bytes ?? 0, frame.outline?.stored ?? 0];
		for (const change of frame.changes) {
			const known = isFileChange(change) ? this.#changesSince.get(change.file) : undefined;
			if (!isFileChange(change) || known === undefined) continue;
			if (change.removed) this.#changesSince.delete(change.file);
			else this.#changesSince.set(change.file, { ...known, ...change });
		}
		this.#clampTotals();
		return outlined;
	}

	/** Takes in details. Returns the changes that put them, and what has changed since, into the state. */
	takeRecords(records: readonly FileRecord[]): FileChange[] {
		const changes: FileChange[] = [];
		for (const { n, ...record } of records) {
			const known = this.#changesSince.get(n);
			if (known === undefined) continue;
			this.#changesSince.delete(n);
			changes.push({ ...CLEARED, ...record, ...known });
			this.bytes -= record.size;
			this.stored -= record.stored;
		}
		this.#clampTotals();
		return changes;
	}

	/** Whether a file has no details yet. */
	lacksDetails(n: number): boolean {
		return this.#changesSince.has(n);
	}

	#clampTotals(): void {
		const none = this.#changesSince.size === 0;
		this.bytes = none ? 0 : Math.max(0, this.bytes);
		this.stored = none ? 0 : Math.max(0, this.stored);
	}
}
