import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Cursor } from "../../src/protocol/cursor.ts";
import type { FileRecord } from "../../src/protocol/file-record.ts";
import type { Frame } from "../../src/protocol/frame.ts";
import { isFileChange } from "../../src/protocol/is-file-change.ts";
import type { Placement } from "../../src/protocol/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../src/protocol/session-state.ts";
import type { PickedFile } from "../edges/folder-walk.ts";
import type { FramePace } from "../edges/frame-pace.ts";
import { Drafts } from "./drafts.ts";
import { FileCells } from "./file-cells.ts";
import type { FileView, Filter } from "./file-group.ts";
import { type Counts, FileList } from "./file-list.ts";
import { FrameFeed } from "./frame-feed.ts";
import { LocalFiles } from "./local-files.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { type Progressed, Speed } from "./speed.ts";

/** A filtered list is made anew at most this often, in milliseconds: rows that leave it every frame cannot be read. */
const REORDER_MS = 250;

const STANDING: Progressed = { bytes: 0, files: 0 };

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
	readonly order: ReadonlySignal<readonly number[]>;
	readonly counts: ReadonlySignal<Counts>;
	readonly overview: ReadonlySignal<Overview>;
	/** Whether the server's own list is here: before, an empty list means nothing. */
	readonly known: ReadonlySignal<boolean>;
	readonly hasFiles: ReadonlySignal<boolean>;
	readonly isWorking: ReadonlySignal<boolean>;
	readonly filter: Signal<Filter> = signal<Filter>("all");
	readonly locals: LocalFiles;
	#feed: FrameFeed;
	#state: SessionState = emptyState();
	#known = signal(false);
	/** Whether the list is what the server says, and not only what storage has kept of it. */
	#isTrusted = false;
	#drafts = new Drafts();
	#list = new FileList();
	#cells: FileCells;
	#speed = new Speed();
	#order = signal<readonly number[]>([]);
	#counts = signal<Counts>(this.#list.counts);
	#overview = signal<Overview>(overviewOf(this.#state, this.#list.counts, STANDING));
	#dirty = new Set<number>();
	#due = false;
	#orderedAt = 0;
	#orderedFor: Filter = "all";
	#listeners: Folded[] = [];
	#pieceListeners: ((piece: Frame) => void)[] = [];
	#pace: FramePace;
	#now: () => number;

	constructor(pace: FramePace, later: (work: () => void) => void, now: () => number) {
		this.#feed = new FrameFeed((piece) => this.#fold(piece), later);
		this.#pace = pace;
		this.#now = now;
		this.locals = new LocalFiles((n) => this.#mark(n));
		this.#cells = new FileCells((n) => this.view(n));
		this.order = this.#order;
		this.counts = this.#counts;
		this.overview = this.#overview;
		this.known = this.#known;
		this.hasFiles = computed(() => this.#counts.value.all > 0);
		this.isWorking = computed(() => this.#counts.value.working > 0);
		this.filter.subscribe(() => this.#wantFlush());
	}

	/** Called after each flush, while signals are settled. */
	onFolded(listener: Folded): void {
		this.#listeners.push(listener);
	}

	/** Called with each piece of a frame, after it was folded. */
	onPiece(listener: (piece: Frame) => void): void {
		this.#pieceListeners.push(listener);
	}

	/** The folded state, while it is whole and not in the middle of a frame. */
	settled(): SessionState | undefined {
		return this.#feed.busy || this.#state.epoch === "" ? undefined : this.#state;
	}

	cursor(): Cursor | undefined {
		return this.#feed.cursor;
	}

	/** Takes a frame that arrived, by the reader's one rule. */
	deliver(frame: Frame): Placement {
		const placement = this.#feed.accept(frame);
		if (placement === "apply" || placement === "reset") this.confirm();
		return placement;
	}

	/** Shows a list that an earlier life of the page has left, until the server says what became of it. */
	restore(snapshot: Frame): void {
		this.#feed.accept(snapshot);
	}

	/** The server said that there is nothing newer. Listeners that waited for its word hear of every file. */
	confirm(): void {
		this.#isTrusted = true;
		if (this.#known.peek() || this.#state.epoch === "" || this.#feed.busy) return;
		this.#known.value = true;
		for (const n of this.#state.files.keys()) this.#dirty.add(n);
		this.#wantFlush();
	}

	/** Gives files rows before the server has given them numbers. */
	addDrafts(key: string, files: readonly PickedFile[]): readonly number[] {
		const numbers = this.#drafts.add(key, files, this.#now());
		for (const n of numbers) this.#dirty.add(n);
		this.#wantFlush();
		return numbers;
	}

	/** Forgets everything: the session is gone. */
	clear(): void {
		for (const n of this.#state.files.keys()) this.#dirty.add(n);
		for (const n of this.#drafts.clear()) this.#dirty.add(n);
		this.#feed.clear();
		this.#state = emptyState();
		this.#known.value = false;
		this.#isTrusted = false;
		this.locals.clear();
		this.#speed.reset();
		this.#wantFlush();
	}

	/** Settles once the server's list is here. */
	async whenKnown(): Promise<void> {
		if (this.#known.peek()) return;
		await new Promise<void>((settle) => {
			const stop = this.#known.subscribe((known) => {
				if (!known) return;
				settle();
				queueMicrotask(() => stop());
			});
		});
	}

	record(n: number): FileRecord | undefined {
		return n < 0 ? this.#drafts.get(n) : this.#state.files.get(n);
	}

	records(): Iterable<FileRecord> {
		return this.#state.files.values();
	}

	/** Whether the server has work with any file, or waits for its bytes. */
	isUnderWay(): boolean {
		const { expected, uploading, queued, processing, retrying } = this.#state.totals.states;
		return expected + uploading + queued + processing + retrying > 0;
	}

	/** The batch's number by its key. */
	batchNumber(key: string): number | undefined {
		return this.#state.keys.get(key);
	}

	batchKey(batch: number): string | undefined {
		return this.#state.batches.get(batch)?.key;
	}

	view(n: number): FileView | undefined {
		const record = this.record(n);
		return record && { record, local: this.locals.of(record) };
	}

	/** Bytes that the server has of a file whose upload is under way. */
	storedSoFar(n: number): number {
		return this.#state.gauges.stored?.[n] ?? 0;
	}

	/** The signal of one file, while somebody looks at it. */
	watch(n: number): ReadonlySignal<FileView | undefined> {
		return this.#cells.watch(n);
	}

	release(n: number): void {
		this.#cells.release(n);
	}

	/** Speeds sink by themselves when nothing arrives; called about once a second while there is work. */
	tick(): void {
		this.#wantFlush();
	}

	#fold(piece: Frame): void {
		if (piece.reset) for (const n of this.#state.files.keys()) this.#dirty.add(n);
		applyFrame(this.#state, piece);
		for (const change of piece.changes) if (isFileChange(change)) this.#dirty.add(change.file);
		for (const n in piece.gauges?.stored) this.#dirty.add(Number(n));
		for (const listener of this.#pieceListeners) listener(piece);
		if (this.#feed.busy) return;
		if (this.#isTrusted) this.confirm();
		this.#wantFlush();
	}

	#mark(n: number): void {
		this.#dirty.add(n);
		this.#wantFlush();
	}

	#wantFlush(): void {
		if (this.#due) return;
		this.#due = true;
		this.#pace(() => this.#flush());
	}

	#flush(): void {
		this.#due = false;
		// Half a frame is shown to nobody; its last piece asks again.
		if (this.#feed.busy) return;
		const changed = this.#dirty;
		this.#dirty = new Set();
		for (const n of this.#drafts.giveWay(this.#state.keys)) changed.add(n);
		const left = new Set<number>();
		batch(() => {
			for (const n of changed) {
				if (this.#list.note(n, this.view(n))) left.add(n);
				this.#cells.refresh(n);
			}
			this.#reorder();
			this.#counts.value = this.#list.counts;
			this.#overview.value = this.#look();
		});
		if (changed.size > 0) for (const listener of this.#listeners) listener(changed, left);
	}

	#look(): Overview {
		const { totals, gauges } = this.#state;
		let bytes = totals.stored;
		for (const n in gauges.stored)
			if (this.#state.files.get(Number(n))?.stored === 0) bytes += gauges.stored[n] ?? 0;
		const counts = this.#list.counts;
		if (counts.working === 0) {
			this.#speed.reset();
			return overviewOf(this.#state, counts, STANDING);
		}
		const files = totals.states.completed + totals.states.failed;
		return overviewOf(this.#state, counts, this.#speed.sample(this.#now(), { bytes, files }));
	}

	#reorder(): void {
		const filter = this.filter.peek();
		const now = this.#now();
		const isSame = filter === this.#orderedFor;
		if (isSame && !this.#list.isStale(filter)) return;
		if (isSame && filter !== "all" && now - this.#orderedAt < REORDER_MS) {
			this.#wantFlush();
			return;
		}
		this.#orderedAt = now;
		this.#orderedFor = filter;
		this.#order.value = this.#list.order(filter, this.#everything());
	}

	*#everything(): Iterable<FileRecord> {
		yield* this.#drafts.all();
		yield* this.#state.files.values();
	}
}
