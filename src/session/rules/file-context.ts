import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";

/** What the rules need to know of a file besides its public record. */
export interface FileFacts {
	readonly file: FileRecord;
	/** Whether its bytes lie in storage. A size of 0 does not tell: empty files are stored too. */
	readonly hasBytes: boolean;
}

/** The change of one file without its number. */
export type Patch = Omit<FileChange, "file" | "at">;
