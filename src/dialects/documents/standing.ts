import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileState } from "../../protocol/files/file-state.ts";
import { UPLOAD_STEPS, type UploadStatus, type UploadStep } from "./upload-message.ts";

/** Where one document of an upload stands. */
export interface Standing {
	readonly state: FileState;
	readonly step: UploadStep;
	readonly progress: number;
	readonly done: number;
	readonly total: number;
}

/** Stages of files by the seed's steps: photos may be uploaded here too. */
const STEPS: ReadonlyMap<string, UploadStep> = new Map([
	...UPLOAD_STEPS.map((step) => [step, step] as const),
	["upload_complete", "received"],
	["extraction_start", "extracting"],
	["extraction_complete", "indexing"],
	["complete", "completed"],
]);

const OVER: ReadonlySet<FileState> = new Set(["completed", "failed", "cancelled"]);

/** Steps that count chunks. */
const COUNTS_CHUNKS: ReadonlySet<UploadStep> = new Set(["chunking", "enriching", "indexing", "completed"]);

export function stepOf(stage: string | null | undefined): UploadStep {
	return STEPS.get(stage ?? "") ?? "received";
}

/** Whether nothing more happens to a document by itself. */
export function isOver({ state }: { readonly state: FileState }): boolean {
	return OVER.has(state);
}

export function standingOf({ state, stage, progress, done = 0, total = 0 }: FileRecord): Standing {
	return { state, step: stepOf(stage), progress, done, total };
}

/** A standing after one change. */
export function moved(standing: Standing, change: FileChange): Standing {
	return {
		state: change.state ?? standing.state,
		step: change.stage === undefined ? standing.step : stepOf(change.stage),
		progress: change.progress ?? standing.progress,
		done: change.done === undefined ? standing.done : (change.done ?? 0),
		total: change.total === undefined ? standing.total : (change.total ?? 0),
	};
}

/**
 * Where a document stood before the changes of one tick, as far as they and its record after them tell: a change names
 * only what is new in it, so what it leaves out is what the next one that names it comes after.
 */
export function standingBefore(after: FileRecord, changes: readonly FileChange[]): Standing {
	const last = standingOf(after);
	const named = changes.find(({ stage }) => typeof stage === "string");
	const next = named === undefined ? -1 : UPLOAD_STEPS.indexOf(stepOf(named.stage));
	const first = changes[0];
	return {
		state: first?.state ?? (isOver(after) ? "processing" : after.state),
		step: named === undefined ? last.step : (UPLOAD_STEPS[Math.max(0, next - 1)] ?? "received"),
		progress: first?.progress ?? last.progress,
		done: first?.done ?? 0,
		total: first?.total ?? last.total,
	};
}

/** All documents of an upload together, as the seed tells one. */
export interface Together {
	readonly status: UploadStatus;
	readonly percent: number;
	readonly current: number;
	readonly total: number;
	readonly completed: number;
	readonly failed: number;
}

/** Puts the standings of all documents of an upload together. */
export function together(standings: readonly Standing[]): Together {
	const completed = standings.filter(({ state }) => state === "completed").length;
	const over = standings.filter(isOver).length;
	const counting = standings.filter(({ step }) => COUNTS_CHUNKS.has(step));
	const percents = standings.map((one) => (isOver(one) ? 100 : one.progress));
	const percent = percents.reduce((sum, one) => sum + one, 0) / Math.max(1, standings.length);
	return {
		status: statusOf(standings, completed, over),
		percent: Math.floor(percent * 10) / 10,
		current: counting.reduce((sum, { done, total, step }) => sum + (step === "completed" ? total : done), 0),
		total: counting.reduce((sum, { total }) => sum + total, 0),
		completed,
		failed: over - completed,
	};
}

/** The step of the document that is furthest behind of those that have begun; `failed` only when none came through. */
function statusOf(standings: readonly Standing[], completed: number, over: number): UploadStatus {
	if (standings.length > 0 && over === standings.length) return completed > 0 ? "completed" : "failed";
	const begun = standings.filter((one) => !isOver(one) && one.step !== "received");
	const behind = begun.map(({ step }) => UPLOAD_STEPS.indexOf(step));
	if (behind.length === 0) return over > 0 ? "extracting" : "received";
	return UPLOAD_STEPS[Math.min(...behind)] ?? "received";
}
