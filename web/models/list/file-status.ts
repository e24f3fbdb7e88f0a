import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { CommandAction } from "../../../src/protocol/stream/command-message.ts";
import { shareOf } from "../progress/overview.ts";
import { sentBytes, stagedShare } from "../progress/tally.ts";
import type { FileKnown, FileView } from "./file-group.ts";

/** How a row is coloured. */
export type Tone = "quiet" | "active" | "good" | "bad" | "warn";

/** What a row says of its file. */
export interface FileStatus {
	/** A word or two. */
	readonly label: string;
	readonly tone: Tone;
	/** A sentence that says what is wrong and what to do. */
	readonly detail?: string;
}

const MISSING = "Waiting for its bytes: drop the same file or folder again to go on.";

/** A server is asked until it has told how much it has. */
function fetchingLabel({ progress }: FileRecord): string {
	return progress === 0 ? "Validating URL" : "Fetching";
}

/** `extraction_start` as a person reads it. */
export function stageLabel(stage: string): string {
	const words = stage.replaceAll("_", " ").trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The stage that a file is in, and how far it is there where it counts something: pages, or chunks. */
function processing({ kind, stage = "", done, total }: FileRecord): string {
	if (kind === undefined) return "Developing";
	const counted = done === undefined || total === undefined ? "" : ` ${done} of ${total}`;
	return stageLabel(stage) + counted;
}

function expected({ record, local }: FileKnown): FileStatus {
	if (record.host !== undefined) return { label: "Waiting to be fetched", tone: "quiet" };
	if (record.n < 0) return { label: "Announcing", tone: "quiet" };
	if (local.sent > 0) return { label: "Sending", tone: "active" };
	if (local.bytes === "missing") return { label: "Bytes missing", tone: "warn", detail: MISSING };
	if (local.bytes === "elsewhere") return { label: "Waiting for another tab", tone: "quiet" };
	return { label: "Waiting to be sent", tone: "quiet" };
}

const ASKED: Readonly<Record<CommandAction, string>> = {
	pause: "Pausing",
	resume: "Going on",
	retry: "Trying again",
	cancel: "Cancelling",
	remove: "Removing",
};

/** What a row says. The server's record decides; what only this page knows fills in while bytes are under way. */
export function statusOf(view: FileKnown): FileStatus {
	const { record, local, asked } = view;
	if (asked !== undefined) return { label: ASKED[asked], tone: "quiet" };
	if (local.problem !== undefined) return { label: "Not sent", tone: "bad", detail: local.problem.detail };
	switch (record.state) {
		case "expected":
			return expected(view);
		case "uploading":
			if (record.host !== undefined) return { label: fetchingLabel(record), tone: "active" };
			if (local.bytes === "missing") return { label: "Bytes missing", tone: "warn", detail: MISSING };
			return { label: "Sending", tone: "active" };
		case "queued":
			return { label: "Waiting its turn", tone: "quiet" };
		case "processing":
			return { label: processing(record), tone: "active" };
		case "retrying":
			return {
				label: `Trying again (attempt ${record.attempt + 1})`,
				tone: "warn",
				...(record.problem ? { detail: record.problem.detail } : {}),
			};
		case "paused":
			return { label: "Paused", tone: "quiet" };
		case "completed":
			return { label: "Done", tone: "good" };
		case "failed":
			return {
				label: "Failed",
				tone: "bad",
				detail: record.problem?.detail ?? "The server could not read this file.",
			};
		case "cancelled":
			return { label: "Cancelled", tone: "quiet" };
	}
}

/** The row's two bars, 0–1: `done` is what the server has stored and developed, `sent` the bytes ahead of it. */
export function barsOf(view: FileView): { readonly done: number; readonly sent: number } {
	const { size, state } = view.record;
	if (state === "completed") return { done: 1, sent: 1 };
	const staged = stagedShare(view);
	// Nothing tells of an empty file's only byte, so what was reached beyond its bytes counts for both halves.
	const done = shareOf(view.stored, size, staged);
	return { done, sent: Math.max(done, shareOf(sentBytes(view), size, staged)) };
}
