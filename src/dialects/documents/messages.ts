import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isTerminal } from "../../protocol/files/file-state.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { filesInBatch, finishedFiles, type SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import {
	type DocumentStatus,
	documentStatus,
	statusAfter,
	statusBefore,
	type UploadAggregate,
	UploadSums,
} from "./document-status.ts";
import { collectionFiles, listUploads } from "./history.ts";
import type { UploadMessage, UploadStatus } from "./upload-message.ts";

/*
 * Seed 003: the messages of the socket `/ws/:upload_id`. An upload is a batch; its `upload_id` is the batch's key. The
 * socket closes when the upload has finished; five minutes later only the list of uploads still has it.
 */

/** Milliseconds for which a finished upload is still reported (seed 003: clean-up after 5 minutes). */
const REPORTED_MS = 5 * 60_000;

/** The questions that HTTP routes ask; the second is followed by the name of a collection. */
export const LIST_UPLOADS = "uploads";
export const COLLECTION_FILES = "collection ";

const SENTENCES: { readonly [status in UploadStatus]: string } = {
	received: "Upload received, queued for processing",
	extracting: "Extracting text from documents...",
	chunking: "Chunking documents...",
	enriching: "Extracting metadata...",
	indexing: "Indexing documents...",
	completed: "Successfully processed",
	failed: "Processing error",
};

const NO_UPLOAD = "There is no such upload, or it was over more than 5 minutes ago: see GET /upload.";

/** The files of an upload, in the order in which they came. */
function filesOf(key: string, state: SessionState): FileRecord[] {
	const batch = state.keys.get(key);
	return batch === undefined ? [] : [...filesInBatch(state, batch)];
}

/** ISO 8601 with microseconds and an offset, as Python writes it. */
function timestamp(now: number): string {
	return new Date(now).toISOString().replace("Z", "000+00:00");
}

function sentence({ status, completed, failed }: UploadAggregate, files: readonly FileRecord[]): string {
	const problem = files.find(({ problem }) => problem)?.problem?.detail;
	if (status === "failed") return `${SENTENCES.failed}: ${problem ?? "The upload was cancelled."}`;
	if (status !== "completed") return SENTENCES[status];
	const all = completed + failed;
	const done = `${SENTENCES.completed} ${completed}${failed === 0 ? "" : ` of ${all}`} ${all === 1 ? "document" : "documents"}`;
	return failed === 0 ? done : `${done}. ${problem ?? "The others were cancelled."}`;
}

function isFinished({ state }: FileRecord): boolean {
	return isTerminal(state);
}

function uploadText(key: string, all: UploadAggregate, files: readonly FileRecord[], now: number): string {
	const message: UploadMessage = {
		upload_id: key,
		status: all.status,
		progress_percent: all.percent,
		current_chunk: all.current,
		total_chunks: all.total,
		message: sentence(all, files),
		timestamp: timestamp(now),
	};
	return JSON.stringify(message);
}

function unknownUploadText(key: string, now: number): string {
	const message: UploadMessage = {
		upload_id: key,
		status: "failed",
		progress_percent: 0,
		current_chunk: 0,
		total_chunks: 0,
		message: NO_UPLOAD,
		timestamp: timestamp(now),
	};
	return JSON.stringify(message);
}

/** The contract of seed 003, as a map from changes to messages. */
export const documents: Dialect = {
	name: "documents",

	greet(key, state, now) {
		const files = filesOf(key, state);
		const changed = Math.max(0, ...files.map(({ at }) => at));
		const forgotten = files.every(isFinished) && now - changed >= REPORTED_MS;
		return [
			forgotten
				? unknownUploadText(key, now)
				: uploadText(key, new UploadSums(files.map(documentStatus)).aggregate(), files, now),
		];
	},

	translate(key, changes, state, now) {
		const files = filesOf(key, state);
		const byFile = Map.groupBy(changes.filter(isFileChange), ({ file }) => file);
		const statuses = new Map<number, DocumentStatus>();
		for (const file of files) {
			const own = byFile.get(file.n);
			statuses.set(file.n, own === undefined ? documentStatus(file) : statusBefore(file, own));
		}
		const sums = new UploadSums(statuses.values());
		return changes.filter(isFileChange).flatMap((change) => {
			const before = statuses.get(change.file);
			if (before === undefined) return [];
			const after = statusAfter(before, change);
			statuses.set(change.file, after);
			sums.replace(before, after);
			return isReported(change) ? [uploadText(key, sums.aggregate(), files, now)] : [];
		});
	},

	reply() {
		return [];
	},

	isFinished(key, state) {
		const totals = state.batches.get(state.keys.get(key) ?? 0)?.totals;
		return totals === undefined || finishedFiles(totals) === totals.files;
	},

	answer(question, state) {
		if (question === LIST_UPLOADS) return JSON.stringify(listUploads(state));
		if (question.startsWith(COLLECTION_FILES))
			return JSON.stringify(collectionFiles(state, question.slice(COLLECTION_FILES.length)));
	},
};

/** Whether a change is worth a message: it reaches a stage, counts on in one, or ends a document. */
function isReported({ stage, done, state }: FileChange): boolean {
	return typeof stage === "string" || typeof done === "number" || isTerminal(state);
}
