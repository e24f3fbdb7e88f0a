import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileView } from "../../../web/models/files/file-group.ts";
import type { LocalFile } from "../../../web/models/sending/local-files.ts";
import { record } from "./frames.ts";

/** A file as the page sees it, with defaults for what a test does not specify. */
export function fileView(
	n: number,
	more: Partial<FileRecord> = {},
	local: Partial<LocalFile> = {},
): FileView {
	const file = record(n, more);
	return { record: file, local: { sent: 0, source: "unknown", ...local }, stored: file.stored };
}
