import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type FileState, isTerminal } from "../../protocol/files/file-state.ts";
import { URL_STAGE } from "../../protocol/files/stages.ts";
import type { JobMessage } from "./job-message.ts";
import { jobStage } from "./job-stages.ts";
import type { QueueEstimate } from "./queue-estimate.ts";

/** The title of a job whose name is not known yet, as in the seed. */
const UNTITLED = "Processing...";

/** A step of a job. The stage and percentage are arguments, because a change may be older than the record. */
function step(file: FileRecord, name: string, percent: number) {
	const { stage, message } = jobStage(name);
	const videoTitle = file.name === "" ? UNTITLED : file.name;
	return {
		jobId: String(file.n),
		stage,
		progress: percent,
		message,
		estimatedCompletion: null,
		videoTitle,
	};
}

/** The step that a file is at; before the first one, its state. */
function currentStep(file: FileRecord) {
	return step(file, file.stage ?? file.state, file.progress);
}

function progress(file: FileRecord, name: string, percent: number, estimate: QueueEstimate): JobMessage {
	const estimatedCompletion = isTerminal(file.state) ? null : estimate.completionOf(file);
	return { type: "progress_update", ...step(file, name, percent), estimatedCompletion };
}

/** An attempt that failed, why, and when the next one comes. */
function retrying(file: FileRecord, { problem, retryAt, attempt }: Partial<FileRecord>): JobMessage {
	const when = retryAt === undefined ? "" : ` at ${new Date(retryAt).toISOString()}`;
	const attempts = attempt ?? file.attempt;
	// The count starts again at 0 for a link that had brought much before its connection broke.
	const failed = attempts === 0 ? "It broke off." : `Try ${attempts} failed.`;
	const message = `${failed} It is tried again${when}.`;
	const error = problem?.detail ?? "It could not be read just now.";
	return { type: "progress_update", ...currentStep(file), message, error };
}

function paused(file: FileRecord): JobMessage {
	return { type: "progress_update", ...currentStep(file), message: "Paused" };
}

function complete(file: FileRecord): JobMessage {
	return { type: "processing_complete", ...step(file, "completed", 100) };
}

function failure(file: FileRecord, state: FileState, problem: FileRecord["problem"]): JobMessage {
	const reason = state === "cancelled" ? "The file was cancelled." : problem?.detail;
	const error = reason ?? "The file could not be read.";
	return { type: "processing_error", ...currentStep(file), message: error, error };
}

/** The stage before there is anything to read: a file waits for its upload, a link for the answer of its server. */
function waitingStage({ host }: FileRecord, state: FileState): string {
	return host === undefined ? state : URL_STAGE.stage;
}

/** The messages for a new state; for most states the stage that comes with them is message enough. */
function messagesForState(
	file: FileRecord,
	state: FileState,
	{ problem, retryAt, stage }: FileChange,
	estimate: QueueEstimate,
): JobMessage[] {
	switch (state) {
		case "expected":
		case "uploading":
			// A link's stage has produced the message already.
			return stage ? [] : [progress(file, waitingStage(file, state), 0, estimate)];
		case "retrying":
			return [retrying(file, { ...(problem && { problem }), ...(retryAt && { retryAt }) })];
		case "paused":
			return [paused(file)];
		case "completed":
			return [complete(file)];
		case "failed":
		case "cancelled":
			return [failure(file, state, problem ?? file.problem)];
		default:
			return [];
	}
}

/** The messages for one change of a file. `file` is its record after everything that has happened since. */
export function messagesForChange(
	change: FileChange,
	file: FileRecord,
	estimate: QueueEstimate,
): JobMessage[] {
	const { stage, progress: percent, state } = change;
	const reached =
		typeof stage === "string" ? [progress(file, stage, percent ?? file.progress, estimate)] : [];
	return state === undefined ? reached : [...reached, ...messagesForState(file, state, change, estimate)];
}

/** The message that describes a file as it is now, for clients that come late. */
export function currentMessage(file: FileRecord, estimate: QueueEstimate): JobMessage {
	switch (file.state) {
		case "completed":
			return complete(file);
		case "failed":
		case "cancelled":
			return failure(file, file.state, file.problem);
		case "retrying":
			return retrying(file, file);
		case "paused":
			return paused(file);
		default:
			return progress(file, file.stage ?? waitingStage(file, file.state), file.progress, estimate);
	}
}
