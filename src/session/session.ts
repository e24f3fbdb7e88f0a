import type { Change, FileChange } from "../protocol/files/change.ts";
import { isFileChange } from "../protocol/files/is-file-change.ts";
import type { Problem } from "../protocol/problem.ts";
import { ok, type Result } from "../protocol/result.ts";
import type { Gauges } from "../protocol/stream/frame.ts";
import { GaugeBoard } from "./estimate/gauges.ts";
import { COMMAND_TICK_MS, GAUGE_TICK_MS, IDLE_CHECKPOINT_FRAMES, PROGRESS_TICK_MS } from "./limits.ts";
import { FetchLine } from "./queue/link-queue.ts";
import { Queue } from "./queue/read-queue.ts";
import type { Command } from "./rules/command.ts";
import { decide } from "./rules/decide.ts";
import type { Decision } from "./rules/decision-builder.ts";
import { leftovers, type Upload } from "./rules/upload-rules.ts";
import { FindableFacts } from "./search/facts-index.ts";
import { foldChange, foldNote, freedObjects, type Model, type PlacedNote } from "./state/model.ts";
import { Checkpoint } from "./store/checkpoint.ts";
import { type Litter, Trash } from "./store/deletion-queue.ts";
import { dropFacts } from "./store/facts-table.ts";
import { Journal } from "./store/journal.ts";
import type { Sql } from "./store/sql.ts";
import { TextTables } from "./store/text-tables.ts";
import { Uploads } from "./store/upload-table.ts";
import { KeptSnapshots } from "./stream/snapshot-cache.ts";

/** Milliseconds within which what a command changed is written, where it is not `COMMAND_TICK_MS`. */
const TICK_MS: Partial<Record<Command["type"], number>> = {
	// The extractor waits for it with nothing else to do; what ended since the last tick goes along.
	start: 0,
	reach: PROGRESS_TICK_MS,
	complete: PROGRESS_TICK_MS,
	fail: PROGRESS_TICK_MS,
};

/** One tick as it goes out: the rows that the journal took, and the changes in them for those who must read them. */
export interface Tick {
	readonly epoch: string;
	readonly from: number;
	/** When a tick without frames was told; frames have their own time. Milliseconds since 1970. */
	readonly at?: number;
	/** None when only gauges have changed. `changes` is JSON text, ready to be sent. */
	readonly frames: readonly { readonly seq: number; readonly at: number; readonly changes: string }[];
	readonly changes: readonly Change[];
	readonly gauges: Gauges;
}

/** What the loop needs of the world. */
export interface LoopPorts {
	readonly sql: Sql;
	now(): number;
	/** Runs all writes of `work` or none. */
	transaction(work: () => void): void;
	/** Calls back once, after so many milliseconds; the answer cancels it. */
	later(ms: number, call: () => void): () => void;
	/** A tick was written. What it says may be told to readers now; the platform holds it back until it is durable. */
	written(tick: Tick): void;
}

/**
 * The one loop that carries everything: a command is decided, folded, and written with all else of its tick as one
 * frame; then the readers hear of it. Whoever must not answer before it is durable awaits `settled`.
 */
export class Loop {
	readonly model: Model;
	readonly queue: Queue;
	readonly links: FetchLine;
	readonly journal: Journal;
	readonly trash: Trash;
	readonly uploads: Uploads;
	readonly text: TextTables;
	readonly findable: FindableFacts;
	readonly snapshots = new KeptSnapshots();
	/** When the last frame was written; 0 before the first. Milliseconds since 1970. */
	changedAt = 0;
	/** The session was removed: its rows are gone, and whoever still holds this loop hears nothing more. */
	ended = false;
	readonly #checkpoint: Checkpoint;
	readonly #ports: LoopPorts;
	#changes: Change[] = [];
	#notes: PlacedNote[] = [];
	#freed: Litter[] = [];
	readonly #board: GaugeBoard;
	#due: { at: number; cancel: () => void } | undefined;
	#waiting: (() => void)[] = [];
	#gaugesDue: (() => void) | undefined;

	/** Builds the state of the last frame out of the checkpoint and the frames after it. */
	constructor(ports: LoopPorts, epoch: string) {
		this.#ports = ports;
		this.journal = new Journal(ports.sql);
		this.trash = new Trash(ports.sql);
		this.uploads = new Uploads(ports.sql);
		this.text = new TextTables(ports.sql);
		this.findable = new FindableFacts(ports.sql);
		this.#checkpoint = new Checkpoint(ports.sql);
		this.model = this.#checkpoint.load(epoch);
		this.changedAt = this.#checkpoint.changedAt;
		for (const row of this.journal.after(this.#checkpoint.seq)) {
			const changes = JSON.parse(row.changes) as Change[];
			for (let index = 0; index <= changes.length; index++) {
				for (const { after, note } of row.notes) if (after === index) foldNote(this.model, note);
				const change = changes[index];
				if (change) foldChange(this.model, change);
			}
			this.#checkpoint.mark(changes, row.changes.length);
			this.model.state.seq = row.seq;
			this.changedAt = row.at;
		}
		this.queue = new Queue(this.model.state, (n) => this.model.objects.has(n));
		this.links = new FetchLine(this.model);
		this.#board = new GaugeBoard(this.model, this.uploads);
		for (const upload of this.uploads.open()) this.#board.watch(upload);
	}

	/** Decides a command and folds what it comes to. Written within `COMMAND_TICK_MS`, or `PROGRESS_TICK_MS` for progress. */
	do(command: Command): Result<Decision, Problem> {
		const decided = decide(this.model, command, this.#ports.now());
		if (!decided.ok) return decided;
		const { changes, notes } = decided.value;
		if (changes.length === 0 && notes.length === 0) return ok(decided.value);
		this.#freed.push(...freedObjects(this.model, changes));
		for (const change of changes) this.#fold(change);
		for (const change of changes) this.#endUpload(change);
		for (const { note } of notes) foldNote(this.model, note);
		const before = this.#changes.length;
		for (const change of changes) this.#changes.push(change);
		for (const { after, note } of notes) this.#notes.push({ after: before + after, note });
		this.#writeWithin(TICK_MS[command.type] ?? COMMAND_TICK_MS);
		return ok(decided.value);
	}

	#fold(change: Change): void {
		const before = isFileChange(change) ? this.model.state.files.get(change.file) : undefined;
		foldChange(this.model, change);
		if (!isFileChange(change)) return;
		this.findable.note(change);
		const file = this.model.state.files.get(change.file);
		this.#board.note(before, file);
		if (file) {
			this.queue.take(file);
			this.links.take(file);
		} else {
			this.queue.drop(change.file);
			this.links.drop(change.file);
		}
	}

	/** An upload goes with its file, and what it left goes into the trash with the same tick. */
	#endUpload(change: Change): void {
		if (isFileChange(change) && (change.removed || change.state === "cancelled"))
			this.dropUpload(change.file);
	}

	/** Keeps an upload as it is now. Written with the tick; what it stored is told to readers within `GAUGE_TICK_MS`. */
	putUpload(upload: Upload): void {
		this.uploads.put(upload);
		this.#board.watch(upload);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	/** Forgets an upload. What it left in storage is removed; its object too, unless a file has it. */
	dropUpload(n: number): void {
		this.#board.drop(n);
		const upload = this.uploads.drop(n);
		if (upload === undefined) return;
		const left = leftovers(upload);
		if (left) this.#freed.push(left);
		if (upload.stored !== null && n < 0) this.#freed.push(upload.stored);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	/** Has something removed from storage, with the next tick. */
	discard(litter: Litter): void {
		this.#freed.push(litter);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	#writeWithin(ms: number): void {
		const at = this.#ports.now() + ms;
		if (this.#due && this.#due.at <= at) return;
		this.#due?.cancel();
		this.#due = { at, cancel: this.#ports.later(ms, () => this.flush()) };
	}

	/** Resolves once everything decided so far is written. */
	settled(): Promise<void> {
		if (this.#due === undefined) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	/** Writes the present tick at once. */
	flush(): void {
		if (this.#due === undefined) return;
		this.#due.cancel();
		this.#due = undefined;
		const [changes, notes, freed, waiting] = [this.#changes, this.#notes, this.#freed, this.#waiting];
		this.#changes = [];
		this.#notes = [];
		this.#freed = [];
		this.#waiting = [];
		if (this.ended) {
			for (const resolve of waiting) resolve();
			return;
		}
		if (changes.length === 0 && notes.length === 0) {
			this.#ports.transaction(() => this.#writeRooms(freed));
			this.#tellGauges();
			for (const resolve of waiting) resolve();
			return;
		}
		const { state } = this.model;
		const from = state.seq;
		let frames: Tick["frames"] = [];
		this.#ports.transaction(() => {
			const rows = this.journal.append(from, this.#ports.now(), changes, notes);
			state.seq = rows.at(-1)?.seq ?? from;
			this.changedAt = this.#ports.now();
			frames = rows;
			this.#writeRooms(freed);
			const removed = filesThat(changes, (change) => change.removed);
			this.findable.drop(removed);
			dropFacts(this.#ports.sql, removed);
			this.text.drop(
				filesThat(changes, ({ removed, state }) => removed || state === "cancelled" || state === "failed"),
			);
			this.#checkpoint.mark(
				changes,
				rows.reduce((sum, row) => sum + row.changes.length, 0),
			);
			if (this.#checkpoint.due) this.#writeCheckpoint();
		});
		this.#ports.written({ epoch: state.epoch, from, frames, changes, gauges: this.gauges() });
		for (const resolve of waiting) resolve();
	}

	#writeRooms(freed: readonly Litter[]): void {
		this.trash.put(freed);
		this.uploads.write();
	}

	/** Tells readers the gauges without a frame of the journal, but calmly. */
	#tellGauges(): void {
		if (!this.#board.hasGrowing) return;
		this.#gaugesDue ??= this.#ports.later(GAUGE_TICK_MS, () => {
			this.#gaugesDue = undefined;
			if (this.ended || !this.#board.hasGrowing) return;
			const { epoch, seq } = this.model.state;
			const at = this.#ports.now();
			this.#ports.written({ epoch, from: seq, at, frames: [], changes: [], gauges: this.gauges() });
		});
	}

	/** Writes the files out when the work is done, so that the next wake is short. */
	rest(): void {
		this.flush();
		if (this.#checkpoint.frames >= IDLE_CHECKPOINT_FRAMES)
			this.#ports.transaction(() => this.#writeCheckpoint());
	}

	/**
	 * Makes what was removed unreadable in the rows too: the journal still tells the names of files that are gone, so it
	 * is emptied behind a checkpoint that does not.
	 */
	erase(): void {
		this.flush();
		this.#ports.transaction(() => {
			this.#checkpoint.write(this.model, this.changedAt);
			this.journal.clear();
		});
	}

	#writeCheckpoint(): void {
		this.#checkpoint.write(this.model, this.changedAt);
		this.journal.trim(this.#checkpoint.seq);
	}

	/** The latest-wins numbers of this moment. The state has them from then on, for those who only see it. */
	gauges(): Gauges {
		const gauges = this.#board.read(this.#ports.now());
		this.model.state.gauges = gauges;
		return gauges;
	}
}

/** The numbers of the files to which such a change happened. */
function filesThat(
	changes: readonly Change[],
	happened: (change: FileChange) => boolean | undefined,
): number[] {
	return changes.flatMap((change) => (isFileChange(change) && happened(change) ? [change.file] : []));
}
