import type { Change, FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileState } from "../../protocol/files/file-state.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { URL_STAGE } from "../../protocol/files/stages.ts";
import type { BatchRecord, SessionState } from "../../protocol/stream/session-state.ts";

/*
 * Seed 002: what is told of a batch of images. Each file is seen at 0 (it is sent), 50 (it is stored), 75 (it is read)
 * and 100 (done), a batch is summed up when nothing of it is under way. How an event travels is `messages.ts` and
 * `socket-io.ts`.
 */

/** Where a file stands, in the words of the seed. */
type FileStatus = "uploading" | "processing" | "completed" | "failed";

/** The batch that a file belongs to. */
interface BatchInfo {
	readonly id: string;
	readonly totalFiles: number;
	readonly completedFiles: number;
	readonly failedFiles: number;
}

/** What `uploadProgress` carries. A client knows its file again by `filename` and `fileSize`. */
export interface UploadProgressData {
	readonly filename: string;
	/** Bytes. */
	readonly fileSize: number;
	/** Percent of this file: 0, 50, 75 or 100. A file that failed keeps the last that it reached. */
	readonly progress: number;
	/** Percent of the whole batch, as it stands now. */
	readonly percentComplete: number;
	readonly currentFileStatus: FileStatus;
	readonly batch: BatchInfo;
	/** The file's number in the session. */
	readonly file: number;
	/** Why it failed: a sentence for a person. */
	readonly error?: string;
	readonly timestamp: string;
}

/** What `uploadCompleted` carries. */
export interface UploadCompletedData {
	readonly batch: BatchInfo;
	readonly totalFiles: number;
	readonly successCount: number;
	readonly failureCount: number;
	readonly timestamp: string;
}

/** One event of the seed. */
export type BatchEvent =
	| { readonly name: "uploadProgress"; readonly data: UploadProgressData }
	| { readonly name: "uploadCompleted"; readonly data: UploadCompletedData };

interface Step {
	readonly progress: number;
	readonly status: FileStatus;
}

/** The four steps of the seed's event flow. */
const SENT: Step = { progress: 0, status: "uploading" };
const STORED: Step = { progress: 50, status: "uploading" };
const READ: Step = { progress: 75, status: "processing" };
const DONE: Step = { progress: 100, status: "completed" };

/** What a file in each state adds to the percentage of its batch. One that has failed holds nobody up. */
const SHARE: Record<FileState, number> = {
	expected: 0,
	uploading: SENT.progress,
	paused: SENT.progress,
	queued: STORED.progress,
	processing: READ.progress,
	retrying: READ.progress,
	completed: 100,
	failed: 100,
	cancelled: 100,
};

/** Files whose way is told step by step to a reader who comes late: what a batch of the seed has at most. */
const MAX_RETOLD_FILES = 10_000;

function percentOf({ totals }: BatchRecord): number {
	if (totals.files === 0) return 0;
	let sum = 0;
	for (const [state, files] of Object.entries(totals.states)) sum += SHARE[state as FileState] * files;
	return Math.floor(sum / totals.files);
}

function infoOf({ key, totals: { files, states } }: BatchRecord): BatchInfo {
	const { completed, failed, cancelled } = states;
	return { id: key, totalFiles: files, completedFiles: completed, failedFiles: failed + cancelled };
}

function isOver({ totals: { files, states } }: BatchRecord): boolean {
	return files > 0 && states.completed + states.failed + states.cancelled === files;
}

function isEnd(state: FileState | undefined): boolean {
	return state === "completed" || state === "failed" || state === "cancelled";
}

function progressOf(batch: BatchRecord, file: FileRecord, step: Step, now: number): BatchEvent {
	const data = {
		filename: file.name,
		fileSize: file.size,
		progress: step.progress,
		percentComplete: percentOf(batch),
		currentFileStatus: step.status,
		batch: infoOf(batch),
		file: file.n,
		...(step.status === "failed" && { error: reasonOf(file) }),
		timestamp: new Date(now).toISOString(),
	};
	return { name: "uploadProgress", data };
}

function reasonOf({ state, problem }: FileRecord): string {
	if (state === "cancelled") return "The file was cancelled.";
	return problem?.detail ?? "The file could not be read.";
}

function completedOf(batch: BatchRecord, now: number): BatchEvent {
	const info = infoOf(batch);
	const data = {
		batch: info,
		totalFiles: info.totalFiles,
		successCount: info.completedFiles,
		failureCount: info.failedFiles,
		timestamp: new Date(now).toISOString(),
	};
	return { name: "uploadCompleted", data };
}

/** The steps that a file has behind it, by its record. */
function stepsBehind({ state, stage, attempt }: FileRecord): Step[] {
	const steps: Step[] = [];
	if (state !== "expected") steps.push(SENT);
	// The tries that a link takes until its bytes are stored are not those of reading it.
	const isFetched = stage !== URL_STAGE.stage;
	if (isFetched && (stage !== undefined || attempt > 0)) steps.push(STORED);
	if (isFetched && attempt > 0) steps.push(READ);
	if (state === "completed") steps.push(DONE);
	return steps;
}

function failedStep(file: FileRecord): Step {
	return { progress: stepsBehind(file).at(-1)?.progress ?? 0, status: "failed" };
}

/** The steps that one change tells. */
function stepsOf(change: FileChange, file: FileRecord): Step[] {
	const steps: Step[] = [];
	if (change.state === "uploading") steps.push(SENT);
	if (change.stage === "upload_complete") steps.push(STORED);
	if (change.state === "processing") steps.push(READ);
	if (change.state === "completed") steps.push(DONE);
	if (change.state === "failed" || change.state === "cancelled") steps.push(failedStep(file));
	return steps;
}

/** Whether a socket that is about the batch `key` hears of this one; the empty key means all batches of the session. */
function isAbout(key: string, batch: BatchRecord): boolean {
	return key === "" || key === batch.key;
}

/** What these changes tell. `state` is the state after them. */
export function eventsOf(
	key: string,
	changes: readonly Change[],
	state: SessionState,
	now: number,
): BatchEvent[] {
	const events: BatchEvent[] = [];
	const ended = new Set<BatchRecord>();
	for (const change of changes) {
		const file = isFileChange(change) ? state.files.get(change.file) : undefined;
		const batch = file && state.batches.get(file.batch);
		if (!isFileChange(change) || !file || !batch || !isAbout(key, batch)) continue;
		for (const step of stepsOf(change, file)) events.push(progressOf(batch, file, step, now));
		if (isEnd(change.state)) ended.add(batch);
	}
	for (const batch of ended) if (isOver(batch)) events.push(completedOf(batch, now));
	return events;
}

/** Where things stand, for a reader who comes late: each file's steps so far, in their order. */
export function standingOf(key: string, state: SessionState, now: number): BatchEvent[] {
	const events: BatchEvent[] = [];
	let retold = 0;
	for (const file of state.files.values()) {
		const batch = state.batches.get(file.batch);
		if (batch === undefined || !isAbout(key, batch)) continue;
		const steps = stepsBehind(file);
		if (file.state === "failed" || file.state === "cancelled") steps.push(failedStep(file));
		const told = ++retold > MAX_RETOLD_FILES ? steps.slice(-1) : steps;
		for (const step of told) events.push(progressOf(batch, file, step, now));
	}
	for (const batch of state.batches.values())
		if (isAbout(key, batch) && isOver(batch)) events.push(completedOf(batch, now));
	return events;
}
