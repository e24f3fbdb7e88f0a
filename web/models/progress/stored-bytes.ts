import type { FileRecord } from "../../../src/protocol/files/file-record.ts";

/**
 * Bytes that the server has of a file. While an upload is under way its gauge may be ahead of the record; a gauge of a file
 * that is not being uploaded is a left-over and counts for nothing.
 */
export function storedBytes({ state, size, stored }: FileRecord, gauge = 0): number {
	if (state === "completed") return size;
	return state === "uploading" || state === "paused" ? Math.min(size, Math.max(stored, gauge)) : stored;
}
