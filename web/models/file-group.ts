import type { FileRecord } from "../../src/protocol/file-record.ts";
import { MAX_BODY_BYTES } from "../../src/protocol/limits.ts";
import type { LocalFile } from "./local-files.ts";

/** What a person wants to know first of a file. */
export const GROUPS = ["working", "failed", "done"] as const;

export type Group = (typeof GROUPS)[number];

/** What the list shows. */
export type Filter = "all" | Group;

/** A file together with what only this page knows of it. */
export interface FileView {
	readonly record: FileRecord;
	readonly local: LocalFile;
}

/** Whether the server still waits for the file's bytes. */
export function awaitsBytes(record: FileRecord): boolean {
	return record.state === "expected" || record.state === "uploading";
}

/** Whether the file is larger than one request may carry. */
export function isTooLarge(record: FileRecord): boolean {
	return awaitsBytes(record) && record.size > MAX_BODY_BYTES;
}

/** The group of a file. A cancelled one is done: nothing more is going to happen to it. */
export function groupOf({ record, local }: FileView): Group {
	switch (record.state) {
		case "completed":
		case "cancelled":
			return "done";
		case "failed":
			return "failed";
		default:
			return local.problem !== undefined || isTooLarge(record) ? "failed" : "working";
	}
}
