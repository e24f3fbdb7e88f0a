import type { Change, FileChange } from "./change.ts";

/**
 * Whether a change patches a file (it may name the file's batch too) rather than a batch. Apart from `change.ts`, so
 * that clients need not load its schemas.
 */
export function isFileChange(change: Change): change is FileChange {
	return "file" in change;
}
