import { createHash } from "node:crypto";
import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import type { DiskFile } from "../walk.ts";
import { localSource } from "./local-source.ts";
import { matchKnown } from "./match-known.ts";
import type { PlannedFile } from "./upload-run.ts";

/** A hash of a list of files: equal only if paths, sizes and times of change are. */
export function manifestHash(files: readonly DiskFile[]): string {
	const hash = createHash("sha256");
	for (const { path, size, lastModified } of files) hash.update(JSON.stringify([path, size, lastModified]));
	return hash.digest("hex");
}

/** What a run does. */
export interface UploadPlan {
	readonly files: readonly PlannedFile[];
	/** Numbers of an earlier run whose bytes will never be sent: the files were changed or removed. */
	readonly abandoned: readonly number[];
}

/** Sends everything. If the server has stored some of the same list already, it says so when the list is announced. */
export function planAll(files: readonly DiskFile[]): UploadPlan {
	return { files: files.map((file) => ({ source: localSource(file) })), abandoned: [] };
}

/**
 * For a list that has changed since the earlier run: keeps what is stored and unchanged, and announces all others again. `records`
 * are the batch's files on the server.
 */
export function planResume(files: readonly DiskFile[], records: readonly FileRecord[]): UploadPlan {
	const stored = records.filter(({ stage }) => stage !== undefined);
	const { known } = matchKnown(files, stored);
	const numbers = new Map(known.map(({ item, n }) => [item, n]));
	return {
		files: files.map((file) => ({ source: localSource(file), storedAs: numbers.get(file) })),
		abandoned: records.filter(({ stage }) => stage === undefined).map(({ n }) => n),
	};
}
