import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { CommandAction } from "../../../src/protocol/stream/command-message.ts";
import type { PaceEstimate } from "../progress/pace.ts";
import type { LocalFile } from "../sending/local-files.ts";

/**
 * The groups by which files are counted and filtered. `wanted`: the server waits for bytes that are no longer available
 * here.
 */
export const GROUPS = ["working", "paused", "wanted", "failed", "cancelled", "done"] as const;

export type Group = (typeof GROUPS)[number];

/** A filter of the list. */
export type Filter = "all" | Group;

/** A file's record, together with what only this page knows about it. */
export interface FileView {
	readonly record: FileRecord;
	readonly local: LocalFile;
	/** Bytes that the server has, including those of an upload in progress. */
	readonly stored: number;
	/** Its pace; only for a large file while it is being uploaded. */
	readonly pace?: PaceEstimate;
	/** The action that was requested and is not done yet. */
	readonly pendingAction?: CommandAction;
}

/** What determines a file's group and status: its record, and what this page knows about it. */
export type FileStatusInput = Pick<FileView, "record" | "local" | "pendingAction">;

/** Whether a file was paused before all its bytes were stored: a stored file has a stage. */
function isPausedBeforeStored({ state, stage }: FileRecord): boolean {
	return state === "paused" && stage === undefined;
}

/**
 * Whether the server still waits for the file's bytes, now or once it is resumed. It downloads the bytes of links
 * itself.
 */
export function awaitsBytes(record: FileRecord): boolean {
	if (record.host !== undefined) return false;
	return record.state === "expected" || record.state === "uploading" || isPausedBeforeStored(record);
}

/** The group of a file. */
export function groupOf({ record, local }: FileStatusInput): Group {
	switch (record.state) {
		case "completed":
			return "done";
		case "cancelled":
		case "failed":
			return record.state;
		case "paused":
			return local.problem !== undefined ? "failed" : "paused";
		default:
			if (local.problem !== undefined) return "failed";
			return local.source === "missing" && awaitsBytes(record) ? "wanted" : "working";
	}
}
