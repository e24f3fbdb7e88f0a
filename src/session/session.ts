import type { Change } from "../protocol/files/change.ts";
import type { FileRecord } from "../protocol/files/file-record.ts";
import { isFileChange } from "../protocol/files/is-file-change.ts";
import type { Problem } from "../protocol/problem.ts";
import { ok, type Result } from "../protocol/result.ts";
import { formatCursor } from "../protocol/stream/cursor.ts";
import type { Gauges } from "../protocol/stream/frame.ts";
import type { SessionState } from "../protocol/stream/session-state.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";
import type { SessionIndexes } from "./indexes.ts";
import { COMMAND_TICK_MS, GAUGE_TICK_MS, PROGRESS_TICK_MS } from "./limits.ts";
import type { Command } from "./rules/command.ts";
import { decide } from "./rules/decide.ts";
import type { Decision } from "./rules/decision-builder.ts";
import { deletionsFor, type ResumableUpload } from "./rules/upload-rules.ts";
import { foldNote, freedObjects, type Link, type Model, type PlacedNote } from "./state/model.ts";
import type { DeletionEntry } from "./store/deletion-queue.ts";
import type { SessionStore } from "./store/session-store.ts";
import type { SnapshotParts } from "./stream/snapshot.ts";
import { SnapshotCache } from "./stream/snapshot-cache.ts";
import type { StreamSource } from "./stream/stream-source.ts";
import type { Tick } from "./stream/tick.ts";
import type { View } from "./stream/view.ts";

/** Milliseconds until the changes of a command are written, where that is not `COMMAND_TICK_MS`. */
const TICK_MS: Partial<Record<Command["type"], number>> = {
	// The extraction waits for this one with nothing else to do; whatever ended since the last tick goes along.
	start: 0,
	progress: PROGRESS_TICK_MS,
	complete: PROGRESS_TICK_MS,
	fail: PROGRESS_TICK_MS,
};

/** What a session is made of. Clock and timers are passed in; tests hold them. */
export interface SessionDeps {
	readonly store: SessionStore;
	/** As `store.load` built it. */
	readonly model: Model;
	readonly indexes: SessionIndexes;
	now(): number;
	/** Calls back once, after `ms` milliseconds; the returned function cancels it. */
	setTimer(ms: number, call: () => void): () => void;
	/** A tick was written: readers may have it now. The platform holds it back until it is durable. */
	publish(tick: Tick): void;
}

/** What was decided since the last tick. */
interface PendingTick {
	readonly changes: Change[];
	readonly notes: PlacedNote[];
	readonly deletions: DeletionEntry[];
	/** Callers that wait until all of it is written. */
	readonly settled: (() => void)[];
}

function emptyTick(): PendingTick {
	return { changes: [], notes: [], deletions: [], settled: [] };
}

/**
 * One session, and the path that every command takes through it:
 *
 * 1. `decide` (rules/): the command becomes changes and notes, or a refusal. Pure.
 * 2. `#fold`: they are folded into the model and its indexes. The next command sees them.
 * 3. `#writeWithin`: the tick they belong to is scheduled, a few milliseconds ahead, so that concurrent commands share it.
 * 4. `flush`: the tick is committed, one transaction of the store: journal, uploads, deletions, and now and then a checkpoint.
 * 5. `publish`: readers get its frames, and callers of `settled` their answer.
 */
export class Session implements StreamSource {
	/** Set once the session is removed: its rows are gone, nothing more is written, and readers get nothing. */
	ended = false;
	readonly #deps: SessionDeps;
	readonly #model: Model;
	readonly #indexes: SessionIndexes;
	readonly #store: SessionStore;
	readonly #snapshots = new SnapshotCache();
	#pending = emptyTick();
	#due: { at: number; cancel: () => void } | undefined;
	#gaugesDue: (() => void) | undefined;

	constructor(deps: SessionDeps) {
		this.#deps = deps;
		this.#model = deps.model;
		this.#indexes = deps.indexes;
		this.#store = deps.store;
	}

	/** Decides a command and folds what it comes to. Await `settled` before answering a client. */
	execute(command: Command): Result<Decision, Problem> {
		const decided = decide(this.#model, command, this.#deps.now());
		if (!decided.ok) return decided;
		const { changes, notes } = decided.value;
		if (changes.length === 0 && notes.length === 0) return ok(decided.value);
		this.#fold(changes, notes);
		this.#writeWithin(TICK_MS[command.type] ?? COMMAND_TICK_MS);
		return ok(decided.value);
	}

	#fold(changes: readonly Change[], notes: readonly PlacedNote[]): void {
		const { changes: pending, notes: pendingNotes, deletions } = this.#pending;
		deletions.push(...freedObjects(this.#model, changes));
		for (const change of changes) {
			this.#indexes.fold(change);
			if (isFileChange(change)) this.#store.facts.index.onChange(change);
		}
		for (const change of changes)
			if (isFileChange(change) && (change.removed || change.state === "cancelled"))
				this.dropUpload(change.file);
		for (const { note } of notes) foldNote(this.#model, note);
		const before = pending.length;
		for (const change of changes) pending.push(change);
		for (const { after, note } of notes) pendingNotes.push({ after: before + after, note });
	}

	/** Saves an upload with the tick; readers see its stored bytes as a gauge within `GAUGE_TICK_MS`. */
	saveUpload(upload: ResumableUpload): void {
		this.#store.uploads.put(upload);
		this.#indexes.gauges.watchUpload(upload);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	/** Drops an upload with the tick, and queues the deletion of what it stored; not of an object that a file owns. */
	dropUpload(n: number): void {
		this.#indexes.gauges.dropUpload(n);
		const upload = this.#store.uploads.drop(n);
		if (upload === undefined) return;
		const unfinished = deletionsFor(upload);
		if (unfinished) this.#pending.deletions.push(unfinished);
		if (upload.stored !== null && n < 0) this.#pending.deletions.push(upload.stored);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	/** Queues a deletion with the tick. */
	queueDeletion(entry: DeletionEntry): void {
		this.#pending.deletions.push(entry);
		this.#writeWithin(COMMAND_TICK_MS);
	}

	#writeWithin(ms: number): void {
		const at = this.#deps.now() + ms;
		if (this.#due && this.#due.at <= at) return;
		this.#due?.cancel();
		this.#due = { at, cancel: this.#deps.setTimer(ms, () => this.flush()) };
	}

	/** Resolves once everything decided so far is on disk. */
	settled(): Promise<void> {
		if (this.#due === undefined) return Promise.resolve();
		return new Promise((resolve) => this.#pending.settled.push(resolve));
	}

	/** Commits the present tick at once and publishes it. */
	flush(): void {
		if (this.#due === undefined) return;
		this.#due.cancel();
		this.#due = undefined;
		const tick = this.#pending;
		this.#pending = emptyTick();
		if (!this.ended) this.#commit(tick);
		for (const resolve of tick.settled) resolve();
	}

	#commit(tick: PendingTick): void {
		const { state } = this.#model;
		const from = state.seq;
		const frames = this.#store.commit(this.#model, { ...tick, at: this.#deps.now() });
		if (frames.length === 0) this.#publishGauges();
		else
			this.#deps.publish({
				epoch: state.epoch,
				from,
				frames,
				changes: tick.changes,
				gauges: this.gauges(),
			});
	}

	/** Publishes gauges that no frame carries, at most every `GAUGE_TICK_MS`. */
	#publishGauges(): void {
		const { gauges } = this.#indexes;
		if (!gauges.hasGrowing) return;
		this.#gaugesDue ??= this.#deps.setTimer(GAUGE_TICK_MS, () => {
			this.#gaugesDue = undefined;
			if (this.ended || !gauges.hasGrowing) return;
			const { epoch, seq } = this.#model.state;
			const at = this.#deps.now();
			this.#deps.publish({ epoch, from: seq, at, frames: [], changes: [], gauges: this.gauges() });
		});
	}

	/** Writes a checkpoint when the work is done, so that the next wake is short. */
	checkpointIfIdle(): void {
		this.flush();
		this.#store.checkpointIfIdle(this.#model);
	}

	/** Removes what was deleted from the rows as well: the journal still holds the names of deleted files. */
	eraseHistory(): void {
		this.flush();
		this.#store.eraseHistory(this.#model);
	}

	/** The public state, as readers fold it. */
	get state(): SessionState {
		return this.#model.state;
	}

	/** When the last frame was written; milliseconds since 1970, 0 before the first. */
	get changedAt(): number {
		return this.#store.changedAt;
	}

	/** The cursor of the written state. */
	get cursor(): string {
		const { epoch, seq } = this.#model.state;
		return formatCursor({ epoch, seq });
	}

	/** The gauges of this moment; the state shows them from then on. */
	gauges(): Gauges {
		const gauges = this.#indexes.gauges.read(this.#deps.now());
		this.#model.state.gauges = gauges;
		return gauges;
	}

	framesAfter(seq: number): readonly { readonly changes: string }[] {
		return this.#store.framesAfter(seq);
	}

	bytesAfter(seq: number): number | undefined {
		return this.#store.bytesAfter(seq);
	}

	snapshot(view: View): SnapshotParts {
		return this.#snapshots.read(this.#model.state, view);
	}

	file(n: number): FileRecord | undefined {
		return this.#model.state.files.get(n);
	}

	/** The highest file number ever given. */
	get lastFile(): number {
		return this.#model.lastFile;
	}

	/** The object that holds a file's bytes; `undefined` while they are not stored. */
	objectOf(n: number): string | undefined {
		return this.#model.objects.get(n);
	}

	/** The object that a file's bytes are being written to. */
	incomingObjectOf(n: number): string | undefined {
		return this.#model.incoming.get(n);
	}

	/** Every object that a file owns or that is being written for one. */
	objects(): Set<string> {
		return new Set([...this.#model.objects.values(), ...this.#model.incoming.values()]);
	}

	/** The SHA-256 that the client declared for a file, in hex. */
	declaredHashOf(n: number): string | undefined {
		return this.#model.declared.get(n);
	}

	linkOf(n: number): Link | undefined {
		return this.#model.links.get(n);
	}

	/** How documents of a batch are cut into chunks; `undefined` for the default. */
	chunkOptionsOf(batch: number): ChunkOptions | undefined {
		return this.#model.chunking.get(batch);
	}

	/** The stored caption files that belong to a recording. */
	captionsOf(recording: FileRecord): FileRecord[] {
		return this.#model.sidecars
			.captionsOf(recording)
			.flatMap((n) => (n !== recording.n && this.#model.objects.has(n) ? (this.file(n) ?? []) : []));
	}
}
