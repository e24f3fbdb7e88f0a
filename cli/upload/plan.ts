import { createHash } from "node:crypto";
import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import type { FoundFile } from "../walk.ts";
import { localSource } from "./local-source.ts";
import { matchKnown } from "./match-known.ts";
import type { PlannedFile } from "./upload-run.ts";

/** A hash that is the same for the same list of files, unchanged. */
export function manifestHash(files: readonly FoundFile[]): string {
	const hash = createHash("sha256");
	for (const { path, size, lastModified } of files) hash.update(JSON.stringify([path, size, lastModified]));
	return hash.digest("hex");
}

/** What a run is going to do. */
export interface Plan {
	readonly files: readonly PlannedFile[];
	/** Numbers of an earlier run that nobody will send bytes for: a file changed, or is not there any more. */
	readonly abandoned: readonly number[];
}

/** Everything is sent; what the server has of this very list already, it says itself. */
export function planAll(files: readonly FoundFile[]): Plan {
	return { files: files.map((file) => ({ source: localSource(file) })), abandoned: [] };
}

/**
 * The list has changed since the earlier run: what is stored of it stays, the rest is announced anew. `records` are the
 * files of the batch.
 */
export function planRest(files: readonly FoundFile[], records: readonly FileRecord[]): Plan {
	const stored = records.filter(({ stage }) => stage !== undefined);
	const { known } = matchKnown(files, stored);
	const numbers = new Map(known.map(({ item, n }) => [item, n]));
	return {
		files: files.map((file) => ({ source: localSource(file), storedAs: numbers.get(file) })),
		abandoned: records.filter(({ stage }) => stage === undefined).map(({ n }) => n),
	};
}
