import type { FileChange } from "../../../src/protocol/files/change.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";

export const EPOCH = "epoch1";

/** A file's record with defaults for what a test does not specify. */
export function record(n: number, more: Partial<FileRecord> = {}): FileRecord {
	return {
		n,
		batch: 1,
		name: `IMG_${n}.jpg`,
		size: 1000,
		state: "expected",
		progress: 0,
		attempt: 0,
		stored: 0,
		at: 1,
		...more,
	};
}

/** The change that creates a file. */
export function created(n: number, more: Partial<FileRecord> = {}): FileChange {
	const { n: file, ...rest } = record(n, more);
	return { file, ...rest };
}

/** A frame that follows `from`. */
export function frame(from: number, changes: Frame["changes"], more: Partial<Frame> = {}): Frame {
	return { epoch: EPOCH, from, to: from + 1, at: 1, changes, ...more };
}

/** A snapshot at `to`. */
export function snapshot(to: number, changes: Frame["changes"], epoch = EPOCH): Frame {
	return { epoch, from: 0, to, at: 1, reset: true, changes };
}
