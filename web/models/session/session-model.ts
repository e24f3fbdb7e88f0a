import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import type { Target } from "../../../src/protocol/stream/command-message.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame, Gauges } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { FrameScheduler } from "../../edges/browser/frame-scheduler.ts";
import { isTargeted, PendingCommands } from "../commands/pending-commands.ts";
import type { FileView, Filter } from "../files/file-group.ts";
import { type Listing, ListOrder } from "../list/list-order.ts";
import type { Overview } from "../progress/overview.ts";
import type { HaltReason } from "../progress/pace.ts";
import { type BatchView, ProgressModel } from "../progress/progress-model.ts";
import { QueueTracker } from "../progress/queue-positions.ts";
import { storedBytes } from "../progress/stored-bytes.ts";
import type { Counts } from "../progress/tally.ts";
import { LocalFiles } from "../sending/local-files.ts";
import { OptimisticRows } from "../sending/optimistic-rows.ts";
import { Flush } from "./flush.ts";
import { SignalCells } from "./signal-cells.ts";
import { StreamedState } from "./streamed-state.ts";

/** Milliseconds between two updates of a filtered list: rows that leave it every frame cannot be read. */
const MIN_REORDER_MS = 250;

/** Names of wanted files that are shown; the list has them all. */
const MAX_NAMED_WANTED = 5;

const EMPTY_LISTING: Listing = { order: [], sections: [] };

/**
 * Called after every flush with the changed numbers and the removed ones. A number without a record that was not
 * removed has not arrived over the stream yet.
 */
export type FilesChanged = (changed: ReadonlySet<number>, removed: ReadonlySet<number>) => void;

/**
 * The session as this page shows it. Frames are folded into plain records by the same function that the server uses;
 * changes are collected and published to signals once per animation frame.
 */
export class SessionModel {
	/** The rows of the list, and the sections by batch. */
	readonly listing: ReadonlySignal<Listing>;
	readonly order: ReadonlySignal<readonly number[]>;
	readonly counts: ReadonlySignal<Counts>;
	readonly overview: ReadonlySignal<Overview>;
	/** Whether the server has confirmed the list: before that, an empty list means nothing. */
	readonly isConfirmed: ReadonlySignal<boolean>;
	/** Names of the first files whose bytes have to be chosen again. */
	readonly wanted: ReadonlySignal<readonly string[]>;
	readonly hasFiles: ReadonlySignal<boolean>;
	/** Progress of uploads that are not files yet. */
	readonly partial: ReadonlySignal<Gauges["partial"]>;
	readonly isWorking: ReadonlySignal<boolean>;
	readonly filter: Signal<Filter> = signal<Filter>("all");
	readonly localFiles: LocalFiles;
	readonly pendingCommands: PendingCommands;
	/** The state received from the server. */
	readonly streamed: StreamedState;
	#optimisticRows = new OptimisticRows();
	#list = new ListOrder();
	#cells = new SignalCells((n) => this.view(n));
	#batches = new SignalCells((batch) => this.#viewBatch(batch));
	/** Positions of waiting files, and their estimated times. */
	readonly queue = new QueueTracker();
	#listing = signal(EMPTY_LISTING);
	#wanted = signal<readonly string[]>([]);
	#partial = signal<Gauges["partial"]>(undefined);
	#progress: ProgressModel;
	#counts: Signal<Counts>;
	#overview: Signal<Overview>;
	#flush: Flush;
	/** Numbers removed since the last publication. */
	#removed = new Set<number>();
	#orderedAt = 0;
	#orderedFor: Filter = "all";
	#listeners: FilesChanged[] = [];
	#now: () => number;

	constructor(schedule: FrameScheduler, defer: (work: () => void) => void, now: () => number) {
		this.streamed = new StreamedState(defer);
		this.isConfirmed = this.streamed.isConfirmed;
		this.#now = now;
		this.#flush = new Flush(schedule, defer, {
			isPartial: () => this.streamed.isPartial,
			begin: () => this.#optimisticRows.removeConfirmed(this.#state.keys),
			update: (n) => this.#update(n),
			publish: (changed) => this.#publish(changed),
		});
		this.localFiles = new LocalFiles((n) => this.#flush.mark(n));
		this.pendingCommands = new PendingCommands((target) => this.#markTargeted(target));
		this.#progress = new ProgressModel(now);
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
		this.filter.subscribe(() => this.#flush.request());
		this.streamed.onPiece((piece, replaced) => this.#pieceApplied(piece, replaced));
		this.isConfirmed.subscribe((isConfirmed) => isConfirmed && this.#markEverything());
	}

	get #state(): SessionState {
		return this.streamed.state;
	}

	/** Adds a listener that is called after each flush, when the signals are up to date. */
	onFilesChanged(listener: FilesChanged): void {
		this.#listeners.push(listener);
	}

	cursor(): Cursor | undefined {
		return this.streamed.cursor();
	}

	/** Accepts a frame, placed by `placeFrame`. */
	deliver(frame: Frame): Placement {
		return this.streamed.deliver(frame);
	}

	/** Adds rows for files without a server number yet. Returns their temporary numbers. */
	addOptimisticRows(key: string, files: readonly ManifestEntry[]): readonly number[] {
		const numbers = this.#optimisticRows.add(key, files, this.#now());
		for (const n of numbers) this.#flush.mark(n);
		return numbers;
	}

	/** Resolves when everything that has changed so far is painted. */
	whenPainted(): Promise<void> {
		return this.#flush.whenPainted();
	}

	/** Clears everything: the session no longer exists. */
	clear(): void {
		for (const n of this.#state.files.keys()) this.#flush.mark(n);
		for (const n of this.#optimisticRows.clear()) this.#flush.mark(n);
		this.streamed.clear();
		this.localFiles.clear();
		this.#progress.reset();
		this.#flush.request();
	}

	/** Sets why all work is halted; `undefined`: it is not. */
	setHalt(why: HaltReason | undefined): void {
		this.#progress.halt = why;
		this.#flush.request();
	}

	/** Resolves once the server has confirmed the list. */
	whenConfirmed(): Promise<void> {
		return this.streamed.whenConfirmed();
	}

	record(n: number): FileRecord | undefined {
		return n < 0 ? this.#optimisticRows.get(n) : this.#state.files.get(n);
	}

	records(): Iterable<FileRecord> {
		return this.#state.files.values();
	}

	/** The number of a batch by its key. */
	batchNumber(key: string): number | undefined {
		return this.#state.keys.get(key);
	}

	batchKey(batch: number): string | undefined {
		return this.#state.batches.get(batch)?.key ?? this.#optimisticRows.batchKey(batch);
	}

	view(n: number): FileView | undefined {
		const record = this.record(n);
		if (record === undefined) return undefined;
		const pace = this.#progress.paceOf(n);
		const stored = storedBytes(record, this.#state.gauges.stored?.[n]);
		const pendingAction = this.pendingCommands.actionFor(record, this.batchKey(record.batch));
		return {
			record,
			local: this.localFiles.get(record),
			stored,
			...(pace && { pace }),
			...(pendingAction && { pendingAction }),
		};
	}

	/** The signal of one file, until it is released. */
	watch(n: number): ReadonlySignal<FileView | undefined> {
		return this.#cells.watch(n);
	}

	release(n: number): void {
		this.#cells.release(n);
	}

	/** The signal of one batch, until it is released. */
	watchBatch(batch: number): ReadonlySignal<BatchView | undefined> {
		return this.#batches.watch(batch);
	}

	releaseBatch(batch: number): void {
		this.#batches.release(batch);
	}

	/** Lets measured speeds decay and queue positions advance; called about once a second while there is work. */
	tick(): void {
		// While work is halted, the last queue estimate stands.
		if (this.#overview.peek().pace.halt === undefined) this.queue.update(this.#state, this.#now());
		for (const n of this.#progress.pacedFiles()) this.#flush.mark(n);
		this.#flush.request();
	}

	#pieceApplied(piece: Frame, replaced: Iterable<number>): void {
		for (const n of replaced) this.#flush.mark(n);
		for (const change of piece.changes) if (isFileChange(change)) this.#flush.mark(change.file);
		for (const n in piece.gauges?.stored) this.#flush.mark(Number(n));
		if (piece.gauges?.timeLeft !== undefined) this.queue.forecastReceived(this.#now());
		this.#progress.setServerForecast(piece.gauges?.timeLeft);
		this.#flush.request();
	}

	/** Listeners that wait for confirmed data are notified of every file. */
	#markEverything(): void {
		for (const n of this.#state.files.keys()) this.#flush.mark(n);
		this.#flush.request();
	}

	#markTargeted(target: Target): void {
		for (const record of this.records())
			if (isTargeted(target, record, this.batchKey(record.batch))) this.#flush.mark(record.n);
	}

	#update(n: number): void {
		const view = this.view(n);
		this.#progress.measure(n, view);
		const change = this.#progress.update(n, view);
		this.#list.update(change);
		if (change.before !== undefined && change.after === undefined) this.#removed.add(n);
	}

	#publish(changed: ReadonlySet<number>): void {
		const removed = this.#removed;
		this.#removed = new Set();
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
		if (changed.size > 0) for (const listener of this.#listeners) listener(changed, removed);
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
		if (isSame && filter !== "all" && now - this.#orderedAt < MIN_REORDER_MS) {
			this.#flush.request();
			return;
		}
		this.#orderedAt = now;
		this.#orderedFor = filter;
		this.#listing.value = this.#list.list(filter, this.#allRecords(), (n) => this.#progress.groupOf(n));
	}

	#firstWanted(): readonly string[] {
		const names: string[] = [];
		for (const { n, name } of this.#allRecords()) {
			if (this.#progress.groupOf(n) === "wanted") names.push(name);
			if (names.length === MAX_NAMED_WANTED) break;
		}
		return names;
	}

	*#allRecords(): Iterable<FileRecord> {
		yield* this.#optimisticRows.all();
		yield* this.#state.files.values();
	}
}
