import type { Change, FileChange } from "./change.ts";

/** Tells a file's patch (which may name its batch too) from a batch's. */
export function isFileChange(change: Change): change is FileChange {
	return "file" in change;
}
