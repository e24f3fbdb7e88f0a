import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { filesInBatch } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { isPing } from "../ping.ts";

/*
 * Seeds 000 and 001: the messages of the socket `/api/images_mvp/progress/:sessionId`. The `sessionId` of the seeds is the
 * key of one of the caller's batches. A client reads `progress`, `message` and `stage`; the guide's own client reads
 * `status` for the same sentence, so both are there.
 */

/** The seeds' four steps: percent and sentence by stage. */
const STEPS: Record<string, { readonly progress: number; readonly message: string }> = {
	upload_complete: { progress: 10, message: "File uploaded successfully" },
	extraction_start: { progress: 20, message: "Starting metadata extraction" },
	extraction_complete: { progress: 90, message: "Metadata extraction complete" },
	complete: { progress: 100, message: "Processing complete" },
};

/** Which of the four steps a stage of another pipeline corresponds to: a client of this contract waits for all four. */
const SAME_STEP: Record<string, string> = {
	extracting: "extraction_start",
	metadata_extraction: "extraction_start",
	indexing: "extraction_complete",
	completed: "complete",
};

/** Writes one message. */
function message(type: string, key: string, now: number, more: object = {}): string {
	return JSON.stringify({ type, sessionId: key, ...more, timestamp: new Date(now).toISOString() });
}

function progress(key: string, file: FileRecord, reached: string, now: number): string[] {
	const stage = SAME_STEP[reached] ?? reached;
	const step = STEPS[stage];
	if (step === undefined) return [];
	const about = { progress: step.progress, message: step.message, status: step.message, stage };
	return [message("progress", key, now, { ...about, file: file.n, filename: file.name })];
}

function complete(key: string, file: FileRecord, now: number): string {
	const metadata = {
		fields_extracted: file.fields ?? 0,
		processing_time_ms: file.took ?? 0,
		file_size: file.size,
		filename: file.name,
		mime_type: file.mime ?? null,
		quality_metrics: {
			confidence_score: file.confidence ?? 0,
			extraction_completeness: file.completeness ?? 0,
		},
	};
	return message("complete", key, now, { metadata, file: file.n });
}

function failure(key: string, file: FileRecord, now: number): string {
	const error =
		file.state === "cancelled"
			? "The file was cancelled."
			: (file.problem?.detail ?? "The file could not be read.");
	return message("error", key, now, {
		error,
		message: error,
		code: file.problem?.code ?? file.state,
		file: file.n,
		filename: file.name,
	});
}

/** The messages for one change of a file. */
function messagesForChange(key: string, change: FileChange, file: FileRecord, now: number): string[] {
	const messages = typeof change.stage === "string" ? progress(key, file, change.stage, now) : [];
	if (change.state === "completed") return [...messages, complete(key, file, now)];
	if (change.state === "failed" || change.state === "cancelled")
		return [...messages, failure(key, file, now)];
	return messages;
}

/** The messages that describe a file as it is now, for a client that comes late. */
function messagesSoFar(key: string, file: FileRecord, now: number): string[] {
	const messages = file.stage === undefined ? [] : progress(key, file, file.stage, now);
	if (file.state === "completed") return [...messages, complete(key, file, now)];
	if (file.state === "failed" || file.state === "cancelled") return [...messages, failure(key, file, now)];
	return messages;
}

/** The contract of seeds 000 and 001, as a map from changes to messages. */
export const imagesMvp: Dialect = {
	name: "images-mvp",

	greet(key, state, now) {
		const messages = [message("connected", key, now), message("heartbeat", key, now)];
		const batch = state.keys.get(key);
		if (batch === undefined) return messages;
		for (const file of filesInBatch(state, batch)) messages.push(...messagesSoFar(key, file, now));
		return messages;
	},

	translate(key, changes, state, now) {
		const batch = state.keys.get(key);
		if (batch === undefined) return [];
		return changes.flatMap((change) => {
			if (!isFileChange(change)) return [];
			const file = state.files.get(change.file);
			return file?.batch === batch ? messagesForChange(key, change, file, now) : [];
		});
	},

	reply(text, now) {
		// The guide's server logs what it cannot read and goes on, so nonsense gets no answer.
		return isPing(text) ? [JSON.stringify({ type: "pong", timestamp: new Date(now).toISOString() })] : [];
	},

	heartbeat(key, now) {
		// Seed 000 has `heartbeat`, seed 001 has `ping`: clients of either get the one that they know.
		return [message("heartbeat", key, now), message("ping", key, now)];
	},
};
