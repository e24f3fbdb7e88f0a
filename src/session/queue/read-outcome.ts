import type { FileProblem } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import type { ReadSummary } from "../rules/file-rules.ts";

/** How reading one file ended. `requests` counts the storage requests it took. */
export type ReadOutcome =
	/** With facts, which are saved already. */
	| {
			readonly ok: true;
			readonly found: ReadSummary;
			/** For a recording without words: the caption files that were tried. */
			readonly triedCaptions?: readonly number[] | undefined;
			readonly requests: number;
	  }
	/** The turn ended first; what was done so far is saved. */
	| { readonly ok: "later"; readonly requests: number }
	/** Storage did not deliver the bytes. */
	| { readonly ok: "storage-silent"; readonly requests: number }
	/** The file can never be read. */
	| {
			readonly ok: false;
			readonly problem: FileProblem;
			readonly kind: FileKind;
			readonly mime: string;
			readonly requests: number;
	  };
