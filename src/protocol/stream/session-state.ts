import type { Change, FileChange } from "../files/change.ts";
import type { FileRecord } from "../files/file-record.ts";
import { FILE_STATES, type FileState, TERMINAL_STATES } from "../files/file-state.ts";
import { isFileChange } from "../files/is-file-change.ts";
import type { ReadingIndex } from "../files/reading-index.ts";
import type { Totals } from "../files/totals.ts";
import type { Frame, Gauges } from "./frame.ts";

/** One drop, or one upload call. */
export interface BatchRecord {
	/** Its number within the session. */
	readonly batch: number;
	/** The name that the client gave it, unique within the session. */
	readonly key: string;
	/** Milliseconds since 1970 when it was opened. */
	readonly at: number;
	readonly totals: Totals;
}

/** The public state of a session, folded from frames by the same code on both ends. */
export interface SessionState {
	epoch: string;
	/** The `to` of the last frame applied; 0 before the first. */
	seq: number;
	readonly batches: Map<number, BatchRecord>;
	readonly files: Map<number, FileRecord>;
	/** Numbers of batches by key. */
	readonly keys: Map<string, number>;
	/** Numbers of files by batch, so that a question about one batch does not look at the files of all. */
	readonly filesByBatch: Map<number, Set<number>>;
	/** Positions in the queue, which the server is asked for at any change; the page computes all of them about once a second. */
	readonly readingIndex?: ReadingIndex;
	totals: Totals;
	gauges: Gauges;
}

function zeroTotals(): Totals {
	const states = Object.fromEntries(FILE_STATES.map((state) => [state, 0])) as Record<FileState, number>;
	return { files: 0, bytes: 0, stored: 0, progress: 0, states };
}

/** How many files are in a terminal state. */
export function finishedFiles({ states }: Totals): number {
	return TERMINAL_STATES.reduce((sum, state) => sum + states[state], 0);
}

/** The state of a session about which nothing is known yet. */
export function emptyState(epoch = ""): SessionState {
	return {
		epoch,
		seq: 0,
		batches: new Map(),
		files: new Map(),
		keys: new Map(),
		filesByBatch: new Map(),
		totals: zeroTotals(),
		gauges: {},
	};
}

function addToTotals(totals: Totals, file: FileRecord, sign: 1 | -1): void {
	totals.files += sign;
	totals.bytes += sign * file.size;
	totals.stored += sign * file.stored;
	totals.progress += sign * file.progress;
	totals.states[file.state] += sign;
}

function addToAllTotals(state: SessionState, file: FileRecord, sign: 1 | -1): void {
	addToTotals(state.totals, file, sign);
	const batch = state.batches.get(file.batch);
	if (batch !== undefined) addToTotals(batch.totals, file, sign);
}

function patchRecord(before: FileRecord | undefined, change: FileChange): FileRecord {
	const file: Record<string, unknown> = before
		? { ...before }
		: {
				n: change.file,
				batch: 0,
				name: "",
				size: 0,
				state: "expected",
				progress: 0,
				attempt: 0,
				stored: 0,
				at: 0,
			};
	for (const [key, value] of Object.entries(change)) {
		if (key === "file" || key === "removed" || value === undefined) continue;
		if (value === null) delete file[key];
		else file[key] = value;
	}
	return file as FileRecord;
}

/**
 * Folds one change into the state, in place. A file's record is replaced and never mutated, so that it can be compared
 * with an older one. A patch for a file that was removed is no error: it comes from a longer history.
 */
export function apply(state: SessionState, change: Change): void {
	if (!isFileChange(change)) {
		const before = state.batches.get(change.batch);
		if (change.removed) {
			if (before) state.keys.delete(before.key);
			state.batches.delete(change.batch);
			return;
		}
		const key = change.key ?? before?.key ?? "";
		const batch = { batch: change.batch, key, at: change.at ?? before?.at ?? 0 };
		state.batches.set(change.batch, { ...batch, totals: before?.totals ?? zeroTotals() });
		state.keys.set(key, change.batch);
		return;
	}
	const before = state.files.get(change.file);
	if (before) addToAllTotals(state, before, -1);
	if (change.removed) {
		state.files.delete(change.file);
		state.readingIndex?.update(before, undefined);
		if (before) indexByBatch(state, before, false);
		return;
	}
	const after = patchRecord(before, change);
	state.files.set(change.file, after);
	state.readingIndex?.update(before, after);
	if (before?.batch !== after.batch) {
		if (before) indexByBatch(state, before, false);
		indexByBatch(state, after, true);
	}
	addToAllTotals(state, after, 1);
}

function indexByBatch({ filesByBatch }: SessionState, { n, batch }: FileRecord, isThere: boolean): void {
	const numbers = filesByBatch.get(batch) ?? new Set();
	if (isThere) filesByBatch.set(batch, numbers.add(n));
	else if (numbers.delete(n) && numbers.size === 0) filesByBatch.delete(batch);
}

/** The files of one batch, in the order in which they came. */
export function* filesInBatch({ files, filesByBatch }: SessionState, batch: number): Generator<FileRecord> {
	for (const n of filesByBatch.get(batch) ?? []) {
		const file = files.get(n);
		if (file) yield file;
	}
}

/** Merges newer gauges over older ones. `stored` is replaced whole, so that files whose upload has ended drop out of it. */
export function mergeGauges(before: Gauges, after: Gauges | undefined): Gauges {
	return after === undefined ? before : { ...before, ...after };
}

/** Folds a frame for which `placeFrame` returned `apply` or `reset`. */
export function applyFrame(state: SessionState, frame: Frame): void {
	if (frame.reset) {
		state.batches.clear();
		state.files.clear();
		state.keys.clear();
		state.filesByBatch.clear();
		state.readingIndex?.clear();
		state.totals = zeroTotals();
		state.gauges = {};
		state.epoch = frame.epoch;
	}
	for (const change of frame.changes) apply(state, change);
	state.gauges = mergeGauges(state.gauges, frame.gauges);
	state.seq = frame.to;
}

/** The changes that build this state from nothing: the body of a snapshot. */
export function snapshotChanges(state: SessionState): Change[] {
	const changes: Change[] = [];
	for (const { batch, key, at } of state.batches.values()) changes.push({ batch, key, at });
	for (const { n, ...file } of state.files.values()) changes.push({ file: n, ...file });
	return changes;
}
