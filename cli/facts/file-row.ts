import type { Facts } from "../../src/protocol/files/facts.ts";
import type { FileKind, FileState } from "../../src/protocol/files/file-state.ts";

/** What is told of one file, in every format: one object of JSON, one line of JSONL or CSV. */
export interface FileRow {
	readonly path: string;
	/** Its number in the session; `null` when it never got so far. */
	readonly n: number | null;
	readonly state: FileState;
	/** Bytes. */
	readonly size: number;
	readonly kind: FileKind | null;
	/** The media type that the bytes show. */
	readonly mime: string | null;
	/** Why it failed, as a stable code and a sentence. */
	readonly problem: { readonly code: string; readonly detail: string } | null;
	readonly facts: Facts | null;
}
