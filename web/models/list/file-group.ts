import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { CommandAction } from "../../../src/protocol/stream/command-message.ts";
import type { Pace } from "../progress/pace.ts";
import type { LocalFile } from "../sending/local-files.ts";

/** What a person wants to know first of a file. `wanted`: the server waits for bytes that nobody has at hand any more. */
export const GROUPS = ["working", "paused", "wanted", "failed", "cancelled", "done"] as const;

export type Group = (typeof GROUPS)[number];

/** What the list shows. */
export type Filter = "all" | Group;

/** A file together with what only this page knows of it. */
export interface FileView {
	readonly record: FileRecord;
	readonly local: LocalFile;
	/** Bytes that the server has, those of an upload that is under way included. */
	readonly stored: number;
	/** How fast its bytes arrive; only for a large file, while they do. */
	readonly pace?: Pace;
	/** What was asked of it and is on its way to be done. */
	readonly asked?: CommandAction;
}

/** What tells a file's group and words: its record, and what this page knows beside it. */
export type FileKnown = Pick<FileView, "record" | "local" | "asked">;

/** Whether a file was paused before all its bytes were there: a stored one has reached a stage. */
function isPausedUnstored({ state, stage }: FileRecord): boolean {
	return state === "paused" && stage === undefined;
}

/** Whether the server still waits for somebody to send the file's bytes, now or once it is resumed. A link's it fetches. */
export function awaitsBytes(record: FileRecord): boolean {
	if (record.host !== undefined) return false;
	return record.state === "expected" || record.state === "uploading" || isPausedUnstored(record);
}

/** The group of a file. */
export function groupOf({ record, local }: FileKnown): Group {
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
			return local.bytes === "missing" && awaitsBytes(record) ? "wanted" : "working";
	}
}
