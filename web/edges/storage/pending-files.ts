import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { FileOrigin, RootHandle } from "../drop/file-origin.ts";
import { databaseAt, done, request } from "./database.ts";
import { runsOf } from "./number-ranges.ts";

/** Bytes that are copied for a reload, all batches together: a large holiday, and far below what browsers grant. */
export const MAX_KEPT_BYTES = 2048 * MIB;

/**
 * Bytes of one file that is copied although the browser would open it again where it lies: copying a film takes its
 * time, and its room on the disk. Smaller ones are copied, because a copy needs nobody's permission.
 */
export const MAX_COPIED_BYTES = 256 * MIB;

/** Files in one transaction: one commit costs about a third of a millisecond, ten thousand at once would block. */
const CHUNK = 200;

/** Work in one transaction, in milliseconds: half a frame. Copying a file's handle takes up to a third of one. */
const SLICE_MS = 8;

/** A batch whose bytes are not all stored yet. */
export interface PendingBatch {
	readonly key: string;
	/** The session that it belongs to; another session's leftovers are thrown away. */
	readonly session: string;
	/** Announcing the same manifest under the same key again gives the same numbers. */
	readonly manifest: readonly ManifestEntry[];
	/** The numbers, where they are known already: nothing needs to be announced. */
	readonly numbers?: readonly number[];
}

/** A file whose bytes wait, by its place in its batch: itself, or where it is found again, or both. */
export interface PendingFile {
	readonly index: number;
	readonly file?: File;
	readonly origin?: FileOrigin;
}

/** Files that were dropped but are not stored yet, kept so that a reload loses nothing. Every failure only degrades. */
export interface PendingFiles {
	batches(session: string): Promise<readonly PendingBatch[]>;
	/** Hands out what was kept of a batch, some at a time; of each its file or its origin. */
	files(key: string, each: (files: readonly PendingFile[]) => void): Promise<void>;
	/** Keeps what fits; answers how many files were kept. `isWanted` is asked just before each is written. */
	keep(
		batch: PendingBatch,
		files: readonly PendingFile[],
		isWanted: (index: number) => boolean,
	): Promise<number>;
	forget(key: string, indexes: readonly number[]): Promise<void>;
	forgetBatch(key: string): Promise<void>;
}

/** What is kept of a file: a copy while there is room for one, else where it lies, else nothing. */
function keepable(pending: PendingFile, roomBytes: number): PendingFile | undefined {
	const { index, file, origin } = pending;
	const most = origin === undefined ? roomBytes : Math.min(roomBytes, MAX_COPIED_BYTES);
	if (file !== undefined && file.size <= most) return { index, file };
	return origin === undefined ? undefined : { index, origin };
}

/** What is kept of many files, in their order, in a room that all share. */
export function planKeeping(files: readonly PendingFile[], roomBytes: number): readonly PendingFile[] {
	let left = roomBytes;
	return files.flatMap((file) => {
		const kept = keepable(file, left);
		left -= kept?.file?.size ?? 0;
		return kept ?? [];
	});
}

/** What a batch's row holds besides: handles of what was dropped, which its files name by their place. */
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

function rangeOf(key: string, after = -1): IDBKeyRange {
	return IDBKeyRange.bound([key, after], [key, Number.POSITIVE_INFINITY], true, false);
}

function rootsOf(files: readonly PendingFile[], before: readonly RootHandle[]): readonly RootHandle[] {
	const roots = new Set(before);
	for (const { origin } of files) if (origin !== undefined) roots.add(origin.root);
	return [...roots];
}

function rowOf({ index, file, origin }: PendingFile, roots: ReadonlyMap<RootHandle, number>): FileRow {
	if (origin === undefined) return { index, ...(file && { file }) };
	return { index, root: roots.get(origin.root) ?? -1, way: origin.way };
}

/** The keeper over IndexedDB, which stores `File` objects and handles as they are. */
export function createPendingFiles(factory: IDBFactory): PendingFiles {
	const database = databaseAt(factory, "darkroom", (fresh) => {
		fresh.createObjectStore(BATCHES, { keyPath: "key" });
		fresh.createObjectStore(FILES);
	});
	/** Bytes that this page has written or found, and not yet forgotten, by batch. */
	const kept = new Map<string, number>();
	const keptBytes = () => Array.from(kept.values()).reduce((sum, bytes) => sum + bytes, 0);

	async function readBatch(key: string): Promise<BatchRow | undefined> {
		const db = await database();
		return request<BatchRow | undefined>(db.transaction(BATCHES).objectStore(BATCHES).get(key));
	}

	async function forgetBatch(key: string): Promise<void> {
		kept.delete(key);
		const db = await database();
		const work = db.transaction([BATCHES, FILES], "readwrite");
		work.objectStore(BATCHES).delete(key);
		work.objectStore(FILES).delete(rangeOf(key));
		await done(work);
	}

	return {
		async batches(session) {
			const db = await database();
			const all: PendingBatch[] = await request(db.transaction(BATCHES).objectStore(BATCHES).getAll());
			for (const { key } of all.filter((batch) => batch.session !== session)) await forgetBatch(key);
			return all.filter((batch) => batch.session === session);
		},
		async files(key, each) {
			const db = await database();
			const roots = (await readBatch(key))?.roots ?? [];
			for (let last = -1; ; ) {
				const store = db.transaction(FILES).objectStore(FILES);
				const found: FileRow[] = await request(store.getAll(rangeOf(key, last), CHUNK));
				const end = found.at(-1);
				if (end === undefined) return;
				last = end.index;
				const bytes = found.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
				kept.set(key, (kept.get(key) ?? 0) + bytes);
				each(
					found.map(({ index, file, root = -1, way = [] }) => {
						const handle = roots[root];
						return {
							index,
							...(file && { file }),
							...(handle && { origin: { root: handle, way } }),
						};
					}),
				);
			}
		},
		async keep(batch, files, isWanted) {
			const db = await database();
			const plan = planKeeping(files, MAX_KEPT_BYTES - keptBytes());
			// Only handles that a file needs: a copy is found without them.
			const roots = rootsOf(plan, (await readBatch(batch.key))?.roots ?? []);
			const opening = db.transaction(BATCHES, "readwrite");
			opening.objectStore(BATCHES).put({ ...batch, roots } satisfies BatchRow);
			await done(opening);
			const places = new Map(roots.map((root, at) => [root, at]));
			let count = 0;
			for (let at = 0; at < plan.length; ) {
				const work = db.transaction(FILES, "readwrite");
				const store = work.objectStore(FILES);
				const until = performance.now() + SLICE_MS;
				const end = Math.min(plan.length, at + CHUNK);
				for (; at < end && performance.now() < until; at++) {
					const next = plan[at];
					if (next === undefined || !isWanted(next.index)) continue;
					store.put(rowOf(next, places), [batch.key, next.index]);
					kept.set(batch.key, (kept.get(batch.key) ?? 0) + (next.file?.size ?? 0));
					count++;
				}
				await done(work);
			}
			return count;
		},
		async forget(key, indexes) {
			const db = await database();
			const work = db.transaction(FILES, "readwrite");
			const store = work.objectStore(FILES);
			for (const [first, last] of runsOf(indexes)) store.delete(IDBKeyRange.bound([key, first], [key, last]));
			await done(work);
		},
		forgetBatch,
	};
}
