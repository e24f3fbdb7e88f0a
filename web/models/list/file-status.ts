import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { listWords } from "../../words/en/list.ts";
import type { FileStatusInput, FileView } from "../files/file-group.ts";
import { progressShare } from "../progress/overview.ts";
import { sentBytes, stagedShare } from "../progress/tally.ts";

/** The color of a row. */
export type Tone = "quiet" | "active" | "good" | "bad" | "warn";

/** The status shown in a row. */
export interface FileStatus {
	/** A word or two. */
	readonly label: string;
	readonly tone: Tone;
	/** A sentence about what is wrong and what to do. */
	readonly detail?: string;
}

const MISSING: FileStatus = { label: listWords.missing, tone: "warn", detail: listWords.missingHint };

/** The link's server is being contacted until the first progress arrives. */
function fetchingLabel({ progress }: FileRecord): string {
	return progress === 0 ? listWords.validatingUrl : listWords.downloading;
}

/** `extraction_start` as `Extraction start`. */
export function stageLabel(stage: string): string {
	const words = stage.replaceAll("_", " ").trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The stage that a file is in, with its progress if it counts pages or chunks. */
function processingLabel({ kind, stage = "", done, total }: FileRecord): string {
	if (kind === undefined) return listWords.reading;
	const label = stageLabel(stage);
	return done === undefined || total === undefined ? label : listWords.stageCount(label, done, total);
}

function expectedStatus({ record, local }: FileStatusInput): FileStatus {
	if (record.host !== undefined) return { label: listWords.toDownload, tone: "quiet" };
	if (record.n < 0) return { label: listWords.adding, tone: "quiet" };
	if (local.sent > 0) return { label: listWords.uploading, tone: "active" };
	if (local.source === "missing") return MISSING;
	if (local.source === "elsewhere") return { label: listWords.uploadingElsewhere, tone: "quiet" };
	return { label: listWords.toUpload, tone: "quiet" };
}

/** The status of a file. The server's record decides; what only this page knows fills in during an upload. */
export function fileStatus(view: FileStatusInput): FileStatus {
	const { record, local, pendingAction } = view;
	if (pendingAction !== undefined) return { label: listWords.pending[pendingAction], tone: "quiet" };
	if (local.problem !== undefined)
		return { label: listWords.notUploaded, tone: "bad", detail: local.problem.detail };
	switch (record.state) {
		case "expected":
			return expectedStatus(view);
		case "uploading":
			if (record.host !== undefined) return { label: fetchingLabel(record), tone: "active" };
			if (local.source === "missing") return MISSING;
			return { label: listWords.uploading, tone: "active" };
		case "queued":
			// A problem of a waiting file says what it waits for.
			if (record.problem) return { label: listWords.queued, tone: "warn", detail: record.problem.detail };
			return { label: listWords.queued, tone: "quiet" };
		case "processing":
			return { label: processingLabel(record), tone: "active" };
		case "retrying":
			return {
				label: listWords.retrying(record.attempt + 1),
				tone: "warn",
				...(record.problem ? { detail: record.problem.detail } : {}),
			};
		case "paused":
			return { label: listWords.paused, tone: "quiet" };
		case "completed":
			return { label: listWords.done, tone: "good" };
		case "failed":
			return {
				label: listWords.failed,
				tone: "bad",
				detail: record.problem?.detail ?? listWords.failedHint,
			};
		case "cancelled":
			return { label: listWords.cancelled, tone: "quiet" };
	}
}

/** The row's two bars, 0–1: `done` is stored and processed by the server, `sent` includes bytes in transit. */
export function progressBars(view: FileView): { readonly done: number; readonly sent: number } {
	const { size, state } = view.record;
	if (state === "completed") return { done: 1, sent: 1 };
	const staged = stagedShare(view);
	// An empty file has no bytes to measure, so its stages count for both halves.
	const done = progressShare(view.stored, size, staged);
	return { done, sent: Math.max(done, progressShare(sentBytes(view), size, staged)) };
}
