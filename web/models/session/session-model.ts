import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import type { Target } from "../../../src/protocol/stream/command-message.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame, Gauges } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { FramePace } from "../../edges/browser/frame-scheduler.ts";
import { Asked, isAbout } from "../commands/pending-commands.ts";
import type { FileView, Filter } from "../list/file-group.ts";
import { FileList, type Listing } from "../list/file-list.ts";
import type { Overview } from "../progress/overview.ts";
import type { Halt } from "../progress/pace.ts";
import { type BatchView, Progress } from "../progress/progress.ts";
import { QueueWatch } from "../progress/queue-places.ts";
import { storedBytes } from "../progress/stored-bytes.ts";
import type { Counts } from "../progress/tally.ts";
import { LocalFiles } from "../sending/local-files.ts";
import { Drafts } from "../sending/optimistic-rows.ts";
import { Flush } from "./flush.ts";
import { Cells } from "./signal-cells.ts";
import { StreamedState } from "./streamed-state.ts";

/** A filtered list is made anew at most this often, in milliseconds: rows that leave it every frame cannot be read. */
const REORDER_MS = 250;

/** Files that are wanted again are named up to this many; the list has them all. */
const NAMED_WANTED = 5;

const NOTHING: Listing = { order: [], sections: [] };

/**
 * Told after every flush: the numbers whose records or local state changed, and those that left. A number without a record
 * that did not leave is one that the stream has not told of yet.
 */
export type Folded = (changed: ReadonlySet<number>, left: ReadonlySet<number>) => void;

/**
 * The session as this page shows it. Frames are folded by the server's own function into plain records; what they
 * changed is collected and given to signals once per animation frame.
 */
export class SessionModel {
	/** What the list shows, and how batches part it. */
	readonly listing: ReadonlySignal<Listing>;
	readonly order: ReadonlySignal<readonly number[]>;
	readonly counts: ReadonlySignal<Counts>;
	readonly overview: ReadonlySignal<Overview>;
	/** Whether the server's own list is here: before, an empty list means nothing. */
	readonly known: ReadonlySignal<boolean>;
	/** Names of the first files whose bytes are wanted again. */
	readonly wanted: ReadonlySignal<readonly string[]>;
	readonly hasFiles: ReadonlySignal<boolean>;
	/** How far uploads are that are no files yet. */
	readonly partial: ReadonlySignal<Gauges["partial"]>;
	readonly isWorking: ReadonlySignal<boolean>;
	readonly filter: Signal<Filter> = signal<Filter>("all");
	readonly locals: LocalFiles;
	readonly asked: Asked;
	/** The server's part of it. */
	readonly streamed: StreamedState;
	#drafts = new Drafts();
	#list = new FileList();
	#cells = new Cells((n) => this.view(n));
	#batches = new Cells((batch) => this.#viewBatch(batch));
	/** Where files wait, and how long. */
	readonly queue = new QueueWatch();
	#listing = signal(NOTHING);
	#wanted = signal<readonly string[]>([]);
	#partial = signal<Gauges["partial"]>(undefined);
	#progress: Progress;
	#counts: Signal<Counts>;
	#overview: Signal<Overview>;
	#flush: Flush;
	/** Numbers that are gone, until that was shown. */
	#left = new Set<number>();
	#orderedAt = 0;
	#orderedFor: Filter = "all";
	#listeners: Folded[] = [];
	#now: () => number;

	constructor(pace: FramePace, later: (work: () => void) => void, now: () => number) {
		this.streamed = new StreamedState(later);
		this.known = this.streamed.known;
		this.#now = now;
		this.#flush = new Flush(pace, later, {
			isPart: () => this.streamed.busy,
			begin: () => this.#drafts.giveWay(this.#state.keys),
			note: (n) => this.#note(n),
			show: (changed) => this.#show(changed),
		});
		this.locals = new LocalFiles((n) => this.#flush.mark(n));
		this.asked = new Asked((target) => this.#markAll(target));
		this.#progress = new Progress(now);
		this.#counts = signal<Counts>(this.#progress.counts);
		this.#overview = signal(this.#progress.overview(this.#state.totals));
		this.listing = this.#listing;
		this.order = computed(() => this.#listing.value.order);
		this.counts = this.#counts;
		this.overview = this.#overview;
		this.wanted = this.#wanted;
		this.partial = this.#partial;
		this.hasFiles = computed(() => this.#counts.value.all > 0);
		this.isWorking = computed(() => this.#counts.value.working > 0);
		this.filter.subscribe(() => this.#flush.want());
		this.streamed.onPiece((piece, replaced) => this.#folded(piece, replaced));
		this.known.subscribe((known) => known && this.#confirmed());
	}

	get #state(): SessionState {
		return this.streamed.state;
	}

	/** Called after each flush, while signals are settled. */
	onFolded(listener: Folded): void {
		this.#listeners.push(listener);
	}

	cursor(): Cursor | undefined {
		return this.streamed.cursor();
	}

	/** Takes a frame that arrived, by the reader's one rule. */
	deliver(frame: Frame): Placement {
		return this.streamed.deliver(frame);
	}

	/** Gives files rows before the server has given them numbers. */
	addDrafts(key: string, files: readonly ManifestEntry[]): readonly number[] {
		const numbers = this.#drafts.add(key, files, this.#now());
		for (const n of numbers) this.#flush.mark(n);
		return numbers;
	}

	/** Settles when everything that has changed so far is painted. */
	whenShown(): Promise<void> {
		return this.#flush.whenShown();
	}

	/** Forgets everything: the session is gone. */
	clear(): void {
		for (const n of this.#state.files.keys()) this.#flush.mark(n);
		for (const n of this.#drafts.clear()) this.#flush.mark(n);
		this.streamed.clear();
		this.locals.clear();
		this.#progress.reset();
		this.#flush.want();
	}

	/** Something outside keeps all work from going on, or no longer does. */
	halt(why: Halt | undefined): void {
		this.#progress.halt = why;
		this.#flush.want();
	}

	/** Settles once the server's list is here. */
	whenKnown(): Promise<void> {
		return this.streamed.whenKnown();
	}

	record(n: number): FileRecord | undefined {
		return n < 0 ? this.#drafts.get(n) : this.#state.files.get(n);
	}

	records(): Iterable<FileRecord> {
		return this.#state.files.values();
	}

	/** The batch's number by its key. */
	batchNumber(key: string): number | undefined {
		return this.#state.keys.get(key);
	}

	batchKey(batch: number): string | undefined {
		return this.#state.batches.get(batch)?.key ?? this.#drafts.keyOf(batch);
	}

	view(n: number): FileView | undefined {
		const record = this.record(n);
		if (record === undefined) return undefined;
		const pace = this.#progress.paceOf(n);
		const stored = storedBytes(record, this.#state.gauges.stored?.[n]);
		const asked = this.asked.of(record, this.batchKey(record.batch));
		return { record, local: this.locals.of(record), stored, ...(pace && { pace }), ...(asked && { asked }) };
	}

	/** The signal of one file, while somebody looks at it. */
	watch(n: number): ReadonlySignal<FileView | undefined> {
		return this.#cells.watch(n);
	}

	release(n: number): void {
		this.#cells.release(n);
	}

	/** The signal of one batch, while somebody looks at it. */
	watchBatch(batch: number): ReadonlySignal<BatchView | undefined> {
		return this.#batches.watch(batch);
	}

	releaseBatch(batch: number): void {
		this.#batches.release(batch);
	}

	/** Speeds sink and the queue moves up by themselves; called about once a second while there is work. */
	tick(): void {
		// While something halts the work, what was told of the queue stands.
		if (this.#overview.peek().pace.halt === undefined) this.queue.look(this.#state, this.#now());
		for (const n of this.#progress.paced()) this.#flush.mark(n);
		this.#flush.want();
	}

	#folded(piece: Frame, replaced: Iterable<number>): void {
		for (const n of replaced) this.#flush.mark(n);
		for (const change of piece.changes) if (isFileChange(change)) this.#flush.mark(change.file);
		for (const n in piece.gauges?.stored) this.#flush.mark(Number(n));
		if (piece.gauges?.timeLeft !== undefined) this.queue.told(this.#now());
		this.#progress.heard(piece.gauges?.timeLeft);
		this.#flush.want();
	}

	/** Whoever waited for the server's own word hears of every file. */
	#confirmed(): void {
		for (const n of this.#state.files.keys()) this.#flush.mark(n);
		this.#flush.want();
	}

	#markAll(target: Target): void {
		for (const record of this.records())
			if (isAbout(target, record, this.batchKey(record.batch))) this.#flush.mark(record.n);
	}

	#note(n: number): void {
		const view = this.view(n);
		this.#progress.measure(n, view);
		const moved = this.#progress.note(n, view);
		this.#list.note(moved);
		if (moved.before !== undefined && moved.after === undefined) this.#left.add(n);
	}

	#show(changed: ReadonlySet<number>): void {
		const left = this.#left;
		this.#left = new Set();
		batch(() => {
			this.#reorder();
			if (this.#progress.counts.wanted !== this.#counts.peek().wanted)
				this.#wanted.value = this.#firstWanted();
			this.#counts.value = this.#progress.counts;
			this.#overview.value = this.#progress.overview(this.#state.totals);
			this.#partial.value = this.#state.gauges.partial;
			this.#cells.refresh(changed);
			this.#batches.refreshAll();
		});
		if (changed.size > 0) for (const listener of this.#listeners) listener(changed, left);
	}

	#viewBatch(batch: number): BatchView | undefined {
		const key = this.batchKey(batch);
		return key === undefined
			? undefined
			: this.#progress.batch(batch, key, this.#state.batches.get(batch)?.totals);
	}

	#reorder(): void {
		const filter = this.filter.peek();
		const now = this.#now();
		const isSame = filter === this.#orderedFor;
		if (isSame && !this.#list.isStale(filter)) return;
		if (isSame && filter !== "all" && now - this.#orderedAt < REORDER_MS) {
			this.#flush.want();
			return;
		}
		this.#orderedAt = now;
		this.#orderedFor = filter;
		this.#listing.value = this.#list.list(filter, this.#everything(), (n) => this.#progress.groupOf(n));
	}

	#firstWanted(): readonly string[] {
		const names: string[] = [];
		for (const { n, name } of this.#everything()) {
			if (this.#progress.groupOf(n) === "wanted") names.push(name);
			if (names.length === NAMED_WANTED) break;
		}
		return names;
	}

	*#everything(): Iterable<FileRecord> {
		yield* this.#drafts.all();
		yield* this.#state.files.values();
	}
}
