import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileView } from "../../../web/models/list/file-group.ts";
import type { LocalFile } from "../../../web/models/sending/local-files.ts";
import { record } from "./frames.ts";

/** A file as the page sees it, with everything that a test does not care about. */
export function view(n: number, more: Partial<FileRecord> = {}, local: Partial<LocalFile> = {}): FileView {
	const file = record(n, more);
	return { record: file, local: { sent: 0, bytes: "unknown", ...local }, stored: file.stored };
}
