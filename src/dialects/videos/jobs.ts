import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileState } from "../../protocol/files/file-state.ts";
import { URL_STAGE } from "../../protocol/files/stages.ts";
import type { JobMessage } from "./job-message.ts";
import type { Outlook } from "./outlook.ts";
import { stageOf } from "./stages.ts";

/** What a job is called while nobody has said its name, as in the seed. */
const NAMELESS = "Processing...";

/** Whether nothing more will happen to a file by itself. */
export function isOver(state: FileState | undefined): boolean {
	return state === "completed" || state === "failed" || state === "cancelled";
}

/** A step of a job: its record, as a change that may be long ago says that it was then. */
function step(file: FileRecord, name: string, percent: number) {
	const { stage, message } = stageOf(name);
	const videoTitle = file.name === "" ? NAMELESS : file.name;
	return {
		jobId: String(file.n),
		stage,
		progress: percent,
		message,
		estimatedCompletion: null,
		videoTitle,
	};
}

/** The step that a file stands at; before the first one, its state. */
function here(file: FileRecord) {
	return step(file, file.stage ?? file.state, file.progress);
}

function progress(file: FileRecord, name: string, percent: number, outlook: Outlook): JobMessage {
	const estimatedCompletion = isOver(file.state) ? null : outlook.completionOf(file.n);
	return { type: "progress_update", ...step(file, name, percent), estimatedCompletion };
}

/** A try that failed, why, and when the next one comes. */
function retrying(file: FileRecord, { problem, retryAt, attempt }: Partial<FileRecord>): JobMessage {
	const when = retryAt === undefined ? "" : ` at ${new Date(retryAt).toISOString()}`;
	const tries = attempt ?? file.attempt;
	// A link that has brought much before it broke off begins to count anew.
	const failed = tries === 0 ? "It broke off." : `Try ${tries} failed.`;
	const message = `${failed} It is tried again${when}.`;
	const error = problem?.detail ?? "It could not be read just now.";
	return { type: "progress_update", ...here(file), message, error };
}

function paused(file: FileRecord): JobMessage {
	return { type: "progress_update", ...here(file), message: "Paused" };
}

function complete(file: FileRecord): JobMessage {
	return { type: "processing_complete", ...step(file, "completed", 100) };
}

function failure(file: FileRecord, state: FileState, problem: FileRecord["problem"]): JobMessage {
	const reason = state === "cancelled" ? "The file was cancelled." : problem?.detail;
	const error = reason ?? "The file could not be read.";
	return { type: "processing_error", ...here(file), message: error, error };
}

/** What a job waits for before there is anything to read: an upload, or the answer of a link's server. */
function waitingStage({ host }: FileRecord, state: FileState): string {
	return host === undefined ? state : URL_STAGE.stage;
}

/** What a new state says; most are told by the stage that comes with them. */
function entered(
	file: FileRecord,
	state: FileState,
	{ problem, retryAt, stage }: FileChange,
	outlook: Outlook,
): JobMessage[] {
	switch (state) {
		case "expected":
		case "uploading":
			// Of a link the stage has told it already.
			return stage ? [] : [progress(file, waitingStage(file, state), 0, outlook)];
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

/** What one change of a file says. `file` is its record after all that has happened since. */
export function told(change: FileChange, file: FileRecord, outlook: Outlook): JobMessage[] {
	const { stage, progress: percent, state } = change;
	const reached = typeof stage === "string" ? [progress(file, stage, percent ?? file.progress, outlook)] : [];
	return state === undefined ? reached : [...reached, ...entered(file, state, change, outlook)];
}

/** Where a file stands, for those who come late. */
export function standing(file: FileRecord, outlook: Outlook): JobMessage {
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
			return progress(file, file.stage ?? waitingStage(file, file.state), file.progress, outlook);
	}
}
