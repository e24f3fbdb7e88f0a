import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";

/** What the rules know of a file: its public record, and whether its bytes are stored. */
export interface FileContext {
	readonly file: FileRecord;
	/** `size` cannot tell: empty files are stored too. */
	readonly hasBytes: boolean;
}

/** A change of one file, without its number and time. */
export type FilePatch = Omit<FileChange, "file" | "at">;
