import type { Change, FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { collectionFiles, listUploads } from "./history.ts";
import {
	isOver,
	moved,
	type Standing,
	standingBefore,
	standingOf,
	type Together,
	together,
} from "./standing.ts";
import type { UploadMessage, UploadStatus } from "./upload-message.ts";

/*
 * Seed 003: what the socket `/ws/:upload_id` says. An upload is a batch; its `upload_id` is the batch's key. The socket
 * closes once the upload is over, and five minutes later nobody is told of it any more but by the list of uploads.
 */

/** For so long, in milliseconds, an upload that is over is still told (seed 003: clean-up after 5 minutes). */
const TOLD_MS = 5 * 60_000;

/** The questions that may be asked. */
export const UPLOADS = "uploads";
export const COLLECTION = "collection ";

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
	return batch === undefined ? [] : [...state.files.values()].filter((file) => file.batch === batch);
}

/** ISO 8601 with microseconds and an offset, as Python writes it. */
function timestamp(now: number): string {
	return new Date(now).toISOString().replace("Z", "000+00:00");
}

function sentence({ status, completed, failed }: Together, files: readonly FileRecord[]): string {
	const problem = files.find(({ problem }) => problem)?.problem?.detail;
	if (status === "failed") return `${SENTENCES.failed}: ${problem ?? "The upload was cancelled."}`;
	if (status !== "completed") return SENTENCES[status];
	const all = completed + failed;
	const done = `${SENTENCES.completed} ${completed}${failed === 0 ? "" : ` of ${all}`} ${all === 1 ? "document" : "documents"}`;
	return failed === 0 ? done : `${done}. ${problem ?? "The others were cancelled."}`;
}

function write(
	key: string,
	standings: readonly Standing[],
	files: readonly FileRecord[],
	now: number,
): string {
	const all = together(standings);
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

function unknown(key: string, now: number): string {
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
		const forgotten = files.every(isOver) && now - changed >= TOLD_MS;
		return [forgotten ? unknown(key, now) : write(key, files.map(standingOf), files, now)];
	},

	translate(key, changes, state, now) {
		const files = filesOf(key, state);
		const news = new Map<number, FileChange[]>();
		for (const change of changes.filter(isFileChange))
			news.set(change.file, [...(news.get(change.file) ?? []), change]);
		const standings = new Map<number, Standing>();
		for (const file of files) {
			const its = news.get(file.n);
			standings.set(file.n, its === undefined ? standingOf(file) : standingBefore(file, its));
		}
		return changes.filter(isFileChange).flatMap((change) => {
			const standing = standings.get(change.file);
			if (standing === undefined) return [];
			standings.set(change.file, moved(standing, change));
			return isTelling(change) ? [write(key, [...standings.values()], files, now)] : [];
		});
	},

	hear() {
		return [];
	},

	over(key, state) {
		return filesOf(key, state).every(isOver);
	},

	answer(question, state) {
		if (question === UPLOADS) return JSON.stringify(listUploads(state));
		if (question.startsWith(COLLECTION))
			return JSON.stringify(collectionFiles(state, question.slice(COLLECTION.length)));
	},
};

/** Whether a change moves what the seed tells. */
function isTelling(change: Change): boolean {
	if (!isFileChange(change)) return false;
	const { stage, done, state } = change;
	return typeof stage === "string" || typeof done === "number" || (state !== undefined && isOver({ state }));
}
