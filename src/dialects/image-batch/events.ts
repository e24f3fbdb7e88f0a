import type { Change, FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type FileState, isTerminal } from "../../protocol/files/file-state.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { STORED_STAGE, URL_STAGE } from "../../protocol/files/stages.ts";
import { type BatchRecord, finishedFiles, type SessionState } from "../../protocol/stream/session-state.ts";

/*
 * Seed 002: the events of a batch of images. Each file is reported at 0 (it is being sent), 50 (it is stored), 75 (it is
 * being read) and 100 (done), and a batch is summed up when all its files have ended. How an event travels is in
 * `messages.ts` and `socket-io.ts`.
 */

/** The status of a file, in the words of the seed. */
type FileStatus = "uploading" | "processing" | "completed" | "failed";

/** The batch that a file belongs to. */
interface BatchInfo {
	readonly id: string;
	readonly totalFiles: number;
	readonly completedFiles: number;
	readonly failedFiles: number;
}

/** The data of `uploadProgress`. A client recognises its file by `filename` and `fileSize`. */
export interface UploadProgressData {
	readonly filename: string;
	/** Bytes. */
	readonly fileSize: number;
	/** Percent of this file: 0, 50, 75 or 100. A file that failed keeps the last value that it reached. */
	readonly progress: number;
	/** Percent of the whole batch at this moment. */
	readonly percentComplete: number;
	readonly currentFileStatus: FileStatus;
	readonly batch: BatchInfo;
	/** The file's number in the session. */
	readonly file: number;
	/** Why it failed: a sentence for a person. */
	readonly error?: string;
	readonly timestamp: string;
}

/** The data of `uploadCompleted`. */
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

/** What a file in each state contributes to its batch's percentage. A failed one counts as done, so that the batch reaches 100. */
const PERCENT_BY_STATE: Record<FileState, number> = {
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

/** Files whose steps are all repeated to a reader who comes late: the most that a batch of the seed has. Of further files only the last step is sent. */
const MAX_REPLAYED_FILES = 10_000;

function percentOf({ totals }: BatchRecord): number {
	if (totals.files === 0) return 0;
	let sum = 0;
	for (const [state, files] of Object.entries(totals.states))
		sum += PERCENT_BY_STATE[state as FileState] * files;
	return Math.floor(sum / totals.files);
}

function infoOf({ key, totals: { files, states } }: BatchRecord): BatchInfo {
	const { completed, failed, cancelled } = states;
	return { id: key, totalFiles: files, completedFiles: completed, failedFiles: failed + cancelled };
}

function isFinished({ totals }: BatchRecord): boolean {
	return totals.files > 0 && finishedFiles(totals) === totals.files;
}

function fileProgress(batch: BatchRecord, file: FileRecord, step: Step, now: number): BatchEvent {
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

function batchCompleted(batch: BatchRecord, now: number): BatchEvent {
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

/** The steps that a file has been through, according to its record. */
function stepsSoFar({ state, stage, attempt }: FileRecord): Step[] {
	const steps: Step[] = [];
	if (state !== "expected") steps.push(SENT);
	// Until a link's bytes are stored, its attempts are attempts to fetch them, not to read them.
	const isFetched = stage !== URL_STAGE.stage;
	if (isFetched && (stage !== undefined || attempt > 0)) steps.push(STORED);
	if (isFetched && attempt > 0) steps.push(READ);
	if (state === "completed") steps.push(DONE);
	return steps;
}

function failedStep(file: FileRecord): Step {
	return { progress: stepsSoFar(file).at(-1)?.progress ?? 0, status: "failed" };
}

/** The steps that one change means. */
function stepsOf(change: FileChange, file: FileRecord): Step[] {
	const steps: Step[] = [];
	if (change.state === "uploading") steps.push(SENT);
	if (change.stage === STORED_STAGE.stage) steps.push(STORED);
	if (change.state === "processing") steps.push(READ);
	if (change.state === "completed") steps.push(DONE);
	if (change.state === "failed" || change.state === "cancelled") steps.push(failedStep(file));
	return steps;
}

/** Whether a socket for the batch `key` receives events of this one; the empty key means all batches of the session. */
function includesBatch(key: string, batch: BatchRecord): boolean {
	return key === "" || key === batch.key;
}

/** The events of these changes. `state` is the state after them. */
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
		if (!isFileChange(change) || !file || !batch || !includesBatch(key, batch)) continue;
		for (const step of stepsOf(change, file)) events.push(fileProgress(batch, file, step, now));
		if (isTerminal(change.state)) ended.add(batch);
	}
	for (const batch of ended) if (isFinished(batch)) events.push(batchCompleted(batch, now));
	return events;
}

/** The events so far, for a reader who comes late: each file's steps, in order, and the sums of finished batches. */
export function eventsSoFar(key: string, state: SessionState, now: number): BatchEvent[] {
	const events: BatchEvent[] = [];
	let replayed = 0;
	for (const file of state.files.values()) {
		const batch = state.batches.get(file.batch);
		if (batch === undefined || !includesBatch(key, batch)) continue;
		const all = stepsSoFar(file);
		if (file.state === "failed" || file.state === "cancelled") all.push(failedStep(file));
		const steps = ++replayed > MAX_REPLAYED_FILES ? all.slice(-1) : all;
		for (const step of steps) events.push(fileProgress(batch, file, step, now));
	}
	for (const batch of state.batches.values())
		if (includesBatch(key, batch) && isFinished(batch)) events.push(batchCompleted(batch, now));
	return events;
}
