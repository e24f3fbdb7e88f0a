import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { FileOrigin, RootHandle } from "../drop/file-origin.ts";
import { lazyDatabase, requestResult, transactionDone } from "./database.ts";
import { toRanges } from "./number-ranges.ts";

/** Bytes copied for a reload, across all batches: enough for a large holiday, and far below what browsers grant. */
export const MAX_COPIED_TOTAL_BYTES = 2048 * MIB;

/**
 * Largest file that is copied although the browser could open it again from its handle: copying a film takes time and
 * disk space. Smaller ones are copied, because reading a copy needs no permission.
 */
export const MAX_COPIED_BYTES = 256 * MIB;

/** Files per transaction: one commit costs about a third of a millisecond; ten thousand files at once would block. */
const FILES_PER_TRANSACTION = 200;

/** Work per transaction, in milliseconds: half a frame. Copying a file's handle takes up to a third of a frame. */
const SLICE_MS = 8;

/** A batch whose bytes are not all stored yet. */
export interface PendingBatch {
	readonly key: string;
	/** The session it belongs to; leftovers of other sessions are deleted. */
	readonly session: string;
	/** Announcing the same manifest under the same key returns the same numbers. */
	readonly manifest: readonly ManifestEntry[];
	/** File numbers if they are known already; then nothing needs to be announced. */
	readonly numbers?: readonly number[];
}

/** A file waiting to be sent, by its index in its batch: the file itself, or where to open it again, or both. */
export interface PendingFile {
	readonly index: number;
	readonly file?: File;
	readonly origin?: FileOrigin;
}

/**
 * Keeps files that were dropped but are not stored yet, so that a reload loses nothing. If storage fails, a reload
 * loses them and nothing else breaks.
 */
export interface PendingFiles {
	listBatches(session: string): Promise<readonly PendingBatch[]>;
	/** Reads what was saved of a batch, in portions; each entry has its file or its origin. */
	readFiles(key: string, onFiles: (files: readonly PendingFile[]) => void): Promise<void>;
	/**
	 * Saves what fits; resolves to the number of files saved. `isWanted` is checked just before each file is written.
	 */
	save(
		batch: PendingBatch,
		files: readonly PendingFile[],
		isWanted: (index: number) => boolean,
	): Promise<number>;
	deleteFiles(key: string, indexes: readonly number[]): Promise<void>;
	deleteBatch(key: string): Promise<void>;
}

/** What to save of a file: a copy while there is room, else its origin, else nothing. */
function copyOrOrigin(pending: PendingFile, roomBytes: number): PendingFile | undefined {
	const { index, file, origin } = pending;
	const limit = origin === undefined ? roomBytes : Math.min(roomBytes, MAX_COPIED_BYTES);
	if (file !== undefined && file.size <= limit) return { index, file };
	return origin === undefined ? undefined : { index, origin };
}

/** What to save of many files, in order, within one shared room. */
export function planCopies(files: readonly PendingFile[], roomBytes: number): readonly PendingFile[] {
	let left = roomBytes;
	return files.flatMap((file) => {
		const entry = copyOrOrigin(file, left);
		left -= entry?.file?.size ?? 0;
		return entry ?? [];
	});
}

/** A batch's row also holds the handles of what was dropped; its files refer to them by index. */
interface BatchRow extends PendingBatch {
	readonly roots: readonly RootHandle[];
}

interface FileRow {
	readonly index: number;
	readonly file?: File;
	readonly root?: number;
	readonly way?: readonly string[];
}

const BATCHES = "batches";
const FILES = "files";

function batchRange(key: string, after = -1): IDBKeyRange {
	return IDBKeyRange.bound([key, after], [key, Number.POSITIVE_INFINITY], true, false);
}

function distinctRoots(files: readonly PendingFile[], before: readonly RootHandle[]): readonly RootHandle[] {
	const roots = new Set(before);
	for (const { origin } of files) if (origin !== undefined) roots.add(origin.root);
	return [...roots];
}

function toRow({ index, file, origin }: PendingFile, roots: ReadonlyMap<RootHandle, number>): FileRow {
	if (origin === undefined) return { index, ...(file && { file }) };
	return { index, root: roots.get(origin.root) ?? -1, way: origin.path };
}

/** A store of pending files in IndexedDB, which can store `File` objects and handles as they are. */
export function createPendingFiles(factory: IDBFactory): PendingFiles {
	const database = lazyDatabase(factory, "darkroom", (created) => {
		created.createObjectStore(BATCHES, { keyPath: "key" });
		created.createObjectStore(FILES);
	});
	/** Bytes that this page has written or found, and not deleted yet, by batch. */
	const copiedBytes = new Map<string, number>();
	const copiedTotal = () => Array.from(copiedBytes.values()).reduce((sum, bytes) => sum + bytes, 0);

	async function readBatch(key: string): Promise<BatchRow | undefined> {
		const db = await database();
		return requestResult<BatchRow | undefined>(db.transaction(BATCHES).objectStore(BATCHES).get(key));
	}

	async function deleteBatch(key: string): Promise<void> {
		copiedBytes.delete(key);
		const db = await database();
		const transaction = db.transaction([BATCHES, FILES], "readwrite");
		transaction.objectStore(BATCHES).delete(key);
		transaction.objectStore(FILES).delete(batchRange(key));
		await transactionDone(transaction);
	}

	return {
		async listBatches(session) {
			const db = await database();
			const all: PendingBatch[] = await requestResult(db.transaction(BATCHES).objectStore(BATCHES).getAll());
			for (const { key } of all.filter((batch) => batch.session !== session)) await deleteBatch(key);
			return all.filter((batch) => batch.session === session);
		},
		async readFiles(key, onFiles) {
			const db = await database();
			const roots = (await readBatch(key))?.roots ?? [];
			for (let last = -1; ; ) {
				const store = db.transaction(FILES).objectStore(FILES);
				const rows: FileRow[] = await requestResult(
					store.getAll(batchRange(key, last), FILES_PER_TRANSACTION),
				);
				const end = rows.at(-1);
				if (end === undefined) return;
				last = end.index;
				const bytes = rows.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
				copiedBytes.set(key, (copiedBytes.get(key) ?? 0) + bytes);
				onFiles(
					rows.map(({ index, file, root = -1, way = [] }) => {
						const handle = roots[root];
						return {
							index,
							...(file && { file }),
							...(handle && { origin: { root: handle, path: way } }),
						};
					}),
				);
			}
		},
		async save(batch, files, isWanted) {
			const db = await database();
			const plan = planCopies(files, MAX_COPIED_TOTAL_BYTES - copiedTotal());
			// Only handles that a file needs: a copy is read without one.
			const roots = distinctRoots(plan, (await readBatch(batch.key))?.roots ?? []);
			const batchTransaction = db.transaction(BATCHES, "readwrite");
			batchTransaction.objectStore(BATCHES).put({ ...batch, roots } satisfies BatchRow);
			await transactionDone(batchTransaction);
			const rootIndexes = new Map(roots.map((root, at) => [root, at]));
			let count = 0;
			for (let at = 0; at < plan.length; ) {
				const transaction = db.transaction(FILES, "readwrite");
				const store = transaction.objectStore(FILES);
				const until = performance.now() + SLICE_MS;
				const end = Math.min(plan.length, at + FILES_PER_TRANSACTION);
				for (; at < end && performance.now() < until; at++) {
					const next = plan[at];
					if (next === undefined || !isWanted(next.index)) continue;
					store.put(toRow(next, rootIndexes), [batch.key, next.index]);
					copiedBytes.set(batch.key, (copiedBytes.get(batch.key) ?? 0) + (next.file?.size ?? 0));
					count++;
				}
				await transactionDone(transaction);
			}
			return count;
		},
		async deleteFiles(key, indexes) {
			const db = await database();
			const transaction = db.transaction(FILES, "readwrite");
			const store = transaction.objectStore(FILES);
			for (const [first, last] of toRanges(indexes))
				store.delete(IDBKeyRange.bound([key, first], [key, last]));
			await transactionDone(transaction);
		},
		deleteBatch,
	};
}
