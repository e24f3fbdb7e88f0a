import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { BatchRecord } from "../../../src/protocol/stream/session-state.ts";
import type { Counts } from "../progress/tally.ts";

/** One upload: a drop on a page, or what a program sent under one key. */
export interface PastUpload {
	readonly batch: number;
	/** The batch key, by which programs know it. */
	readonly key: string;
	/** When it began and when it last changed; milliseconds since 1970. */
	readonly at: number;
	readonly changedAt: number;
	readonly bytes: number;
	readonly counts: Pick<Counts, "all" | "done" | "failed" | "cancelled">;
	/** Number of chunks of its documents. */
	readonly chunks: number;
	/**
	 * The folder that all its files are in, such as a document collection named by a program; `undefined` if there is
	 * none.
	 */
	readonly folder: string | undefined;
}

function topFolder({ path }: FileRecord): string | undefined {
	const slash = path?.indexOf("/") ?? -1;
	return slash <= 0 ? undefined : path?.slice(0, slash);
}

/** All uploads of a session, newest first. */
export function uploadHistory(batches: Iterable<BatchRecord>, files: Iterable<FileRecord>): PastUpload[] {
	const found = new Map<number, { -readonly [Name in keyof PastUpload]: PastUpload[Name] }>();
	for (const { batch, key, at, totals } of batches) {
		const { states } = totals;
		const counts = {
			all: totals.files,
			done: states.completed,
			failed: states.failed,
			cancelled: states.cancelled,
		};
		const { bytes } = totals;
		found.set(batch, { batch, key, at, changedAt: at, bytes, counts, chunks: 0, folder: undefined });
	}
	const mixed = new Set<number>();
	const seen = new Set<number>();
	for (const file of files) {
		const upload = found.get(file.batch);
		if (upload === undefined) continue;
		upload.changedAt = Math.max(upload.changedAt, file.at);
		if (file.state === "completed" && file.kind === "document") upload.chunks += file.total ?? 0;
		const folder = topFolder(file);
		if (!seen.has(file.batch)) upload.folder = folder;
		else if (upload.folder !== folder) mixed.add(file.batch);
		seen.add(file.batch);
	}
	for (const batch of mixed) {
		const upload = found.get(batch);
		if (upload) upload.folder = undefined;
	}
	return [...found.values()].sort((a, b) => b.at - a.at || b.batch - a.batch);
}
