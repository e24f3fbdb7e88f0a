import type { Facts } from "../../src/protocol/files/facts.ts";
import type { FileKind, FileState } from "../../src/protocol/files/file-state.ts";

/** One file in the output: an object of the JSON, a line of the JSON Lines or CSV. Its keys are a documented format. */
export interface FileRow {
	readonly path: string;
	/** Its number in the session; `null` if it could not be read on this disk. */
	readonly n: number | null;
	readonly state: FileState;
	/** Bytes. */
	readonly size: number;
	readonly kind: FileKind | null;
	/** The media type detected from the bytes. */
	readonly mime: string | null;
	/** Why it failed, as a stable code and a sentence. */
	readonly problem: { readonly code: string; readonly detail: string } | null;
	readonly facts: Facts | null;
}
