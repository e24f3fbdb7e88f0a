import type { FileRecord } from "../../../src/protocol/files/file-record.ts";

/**
 * Bytes of a file that the server has. During an upload the gauge may be ahead of the record; in any other state a
 * gauge is stale and ignored.
 */
export function storedBytes({ state, size, stored }: FileRecord, gauge = 0): number {
	if (state === "completed") return size;
	return state === "uploading" || state === "paused" ? Math.min(size, Math.max(stored, gauge)) : stored;
}
