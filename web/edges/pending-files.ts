import { MIB } from "../../src/protocol/limits.ts";
import type { ManifestEntry } from "../../src/protocol/manifest.ts";
import { databaseAt, done, request } from "./database.ts";
import { runsOf } from "./runs.ts";

/** Bytes that are kept for a reload, all batches together: a large holiday, and far below what browsers grant. */
const MAX_KEPT_BYTES = 2048 * MIB;

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
}

/** A file whose bytes wait, by its place in its batch's manifest. */
export interface PendingFile {
	readonly index: number;
	readonly file: File;
}

/** Files that were dropped but are not stored yet, kept so that a reload loses nothing. Every failure only degrades. */
export interface PendingFiles {
	batches(session: string): Promise<readonly PendingBatch[]>;
	files(key: string, each: (files: readonly PendingFile[]) => void): Promise<void>;
	/** Keeps what fits; answers how many files were kept. `isWanted` is asked just before each is written. */
	keep(batch: PendingBatch, files: readonly File[], isWanted: (index: number) => boolean): Promise<number>;
	forget(key: string, indexes: readonly number[]): Promise<void>;
	forgetBatch(key: string): Promise<void>;
}

const BATCHES = "batches";
const FILES = "files";

function rangeOf(key: string, after = -1): IDBKeyRange {
	return IDBKeyRange.bound([key, after], [key, Number.POSITIVE_INFINITY], true, false);
}

/** The keeper over IndexedDB, which stores `File` objects as they are. */
export function createPendingFiles(factory: IDBFactory): PendingFiles {
	const database = databaseAt(factory, "darkroom", (fresh) => {
		fresh.createObjectStore(BATCHES, { keyPath: "key" });
		fresh.createObjectStore(FILES);
	});
	/** Bytes written by this page and not yet forgotten, by batch. */
	const kept = new Map<string, number>();
	const keptBytes = () => Array.from(kept.values()).reduce((sum, bytes) => sum + bytes, 0);

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
			for (let last = -1; ; ) {
				const store = db.transaction(FILES).objectStore(FILES);
				const found: PendingFile[] = await request(store.getAll(rangeOf(key, last), CHUNK));
				const end = found.at(-1);
				if (end === undefined) return;
				last = end.index;
				each(found);
			}
		},
		async keep(batch, files, isWanted) {
			const db = await database();
			const opening = db.transaction(BATCHES, "readwrite");
			opening.objectStore(BATCHES).put(batch);
			await done(opening);
			let count = 0;
			let bytes = keptBytes();
			for (let index = 0; index < files.length; ) {
				const work = db.transaction(FILES, "readwrite");
				const store = work.objectStore(FILES);
				const until = performance.now() + SLICE_MS;
				const end = Math.min(files.length, index + CHUNK);
				for (; index < end && performance.now() < until; index++) {
					const file = files[index];
					if (file === undefined || !isWanted(index) || bytes + file.size > MAX_KEPT_BYTES) continue;
					store.put({ index, file } satisfies PendingFile, [batch.key, index]);
					bytes += file.size;
					kept.set(batch.key, (kept.get(batch.key) ?? 0) + file.size);
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
