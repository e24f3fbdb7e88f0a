import type { Change, FileChange } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { IDLE_CHECKPOINT_FRAMES } from "../limits.ts";
import { foldChange, foldNote, type Model, type PlacedNote } from "../state/model.ts";
import { Checkpoint } from "./checkpoint.ts";
import { type DeletionEntry, DeletionQueue } from "./deletion-queue.ts";
import { FactsTable } from "./facts-table.ts";
import { Journal, type JournalRow } from "./journal.ts";
import type { Sql } from "./sql.ts";
import { TextTables } from "./text-tables.ts";
import { UploadTable } from "./upload-table.ts";

/** Everything that one tick writes. */
export interface TickWrite {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly changes: readonly Change[];
	readonly notes: readonly PlacedNote[];
	readonly deletions: readonly DeletionEntry[];
}

/** All rows of one session but its own (`session-row.ts`) and its grants. Each tick is one transaction: all of it is written, or nothing. */
export class SessionStore {
	readonly uploads: UploadTable;
	readonly text: TextTables;
	readonly facts: FactsTable;
	readonly deletions: DeletionQueue;
	readonly #journal: Journal;
	readonly #checkpoint: Checkpoint;
	readonly #transaction: (work: () => void) => void;
	/** When the last frame was written; milliseconds since 1970, 0 before the first. */
	#changedAt = 0;

	/** `transaction` runs all writes of its argument, or none. */
	constructor(sql: Sql, transaction: (work: () => void) => void) {
		this.#transaction = transaction;
		this.uploads = new UploadTable(sql);
		this.text = new TextTables(sql);
		this.facts = new FactsTable(sql);
		this.deletions = new DeletionQueue(sql);
		this.#journal = new Journal(sql);
		this.#checkpoint = new Checkpoint(sql);
	}

	get changedAt(): number {
		return this.#changedAt;
	}

	/** The model after the last frame: the checkpoint, and the frames since. `epoch` is that of a session without a checkpoint. */
	load(epoch: string): Model {
		const model = this.#checkpoint.load(epoch);
		this.#changedAt = this.#checkpoint.changedAt;
		for (const row of this.#journal.after(this.#checkpoint.seq)) {
			const changes = JSON.parse(row.changes) as Change[];
			replay(model, changes, row.notes);
			this.#checkpoint.mark(changes, row.changes.length);
			model.state.seq = row.seq;
			this.#changedAt = row.at;
		}
		return model;
	}

	/** Writes a tick whose changes `model` has folded already, and advances its sequence number. Returns the frames that were written. */
	commit(model: Model, { at, changes, notes, deletions }: TickWrite): readonly JournalRow[] {
		let rows: readonly JournalRow[] = [];
		this.#transaction(() => {
			if (changes.length > 0 || notes.length > 0) {
				rows = this.#journal.append(model.state.seq, at, changes, notes);
				model.state.seq = rows.at(-1)?.seq ?? model.state.seq;
				this.#changedAt = at;
			}
			this.deletions.enqueue(deletions);
			this.uploads.write();
			this.#dropReadings(changes);
			if (rows.length === 0) return;
			this.#checkpoint.mark(
				changes,
				rows.reduce((sum, row) => sum + row.changes.length, 0),
			);
			if (this.#checkpoint.due) this.#writeCheckpoint(model);
		});
		return rows;
	}

	/** Facts go with their file; extracted text goes as soon as the file will not be read again by itself. */
	#dropReadings(changes: readonly Change[]): void {
		this.facts.drop(filesWhere(changes, ({ removed }) => removed === true));
		this.text.drop(
			filesWhere(
				changes,
				({ removed, state }) => removed === true || state === "cancelled" || state === "failed",
			),
		);
	}

	/** Writes a checkpoint if enough frames came since the last one: the next wake is then short. */
	checkpointIfIdle(model: Model): void {
		if (this.#checkpoint.frames >= IDLE_CHECKPOINT_FRAMES)
			this.#transaction(() => this.#writeCheckpoint(model));
	}

	/** Removes every frame behind a checkpoint: the journal still holds the names of files that were deleted. */
	eraseHistory(model: Model): void {
		this.#transaction(() => {
			this.#checkpoint.write(model, this.#changedAt);
			this.#journal.clear();
		});
	}

	#writeCheckpoint(model: Model): void {
		this.#checkpoint.write(model, this.#changedAt);
		this.#journal.trim(this.#checkpoint.seq);
	}

	/** The frames after `seq`, oldest first. */
	framesAfter(seq: number): JournalRow[] {
		return this.#journal.after(seq);
	}

	/** UTF-8 bytes of the frames after `seq`; `undefined` when the ring does not reach back there. */
	bytesAfter(seq: number): number | undefined {
		return this.#journal.bytesAfter(seq);
	}
}

/** Folds one frame as it was decided: each note behind the change that it followed. */
function replay(model: Model, changes: readonly Change[], notes: readonly PlacedNote[]): void {
	for (let index = 0; index <= changes.length; index++) {
		for (const { after, note } of notes) if (after === index) foldNote(model, note);
		const change = changes[index];
		if (change) foldChange(model, change);
	}
}

function filesWhere(changes: readonly Change[], holds: (change: FileChange) => boolean): number[] {
	return changes.flatMap((change) => (isFileChange(change) && holds(change) ? [change.file] : []));
}
