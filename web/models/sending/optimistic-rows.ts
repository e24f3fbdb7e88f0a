import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";

/** Optimistic batches sort above every batch that the server knows, the newest first. */
const FIRST_BATCH = 2 ** 40;

/**
 * Rows for files that were dropped but have no number yet. They get negative numbers that never leave this page, and
 * are replaced by the server's records as soon as the server knows their batch.
 */
export class OptimisticRows {
	#records = new Map<number, FileRecord>();
	#batches = new Map<string, { readonly batch: number; readonly numbers: readonly number[] }>();
	#keys = new Map<number, string>();
	#last = 0;
	#lastBatch = FIRST_BATCH;

	get size(): number {
		return this.#records.size;
	}

	get(n: number): FileRecord | undefined {
		return this.#records.get(n);
	}

	all(): Iterable<FileRecord> {
		return this.#records.values();
	}

	/** The key of an optimistic batch. */
	batchKey(batch: number): string | undefined {
		return this.#keys.get(batch);
	}

	add(key: string, files: readonly ManifestEntry[], now: number): readonly number[] {
		// Numbers of one drop ascend, so that their order is the order of the drop.
		const first = this.#last - files.length;
		this.#last = first;
		const batch = ++this.#lastBatch;
		const numbers = files.map(({ name, path, size }, at) => {
			const n = first + at;
			this.#records.set(n, {
				n,
				batch,
				name,
				...(path === undefined ? {} : { path }),
				size,
				state: "expected",
				progress: 0,
				attempt: 0,
				stored: 0,
				at: now,
			});
			return n;
		});
		this.#batches.set(key, { batch, numbers });
		this.#keys.set(batch, key);
		return numbers;
	}

	/** Removes the rows of batches that the server knows; returns their numbers. */
	removeConfirmed(known: ReadonlyMap<string, number>): readonly number[] {
		const removed: number[] = [];
		for (const [key, { batch, numbers }] of this.#batches) {
			if (!known.has(key)) continue;
			this.#batches.delete(key);
			this.#keys.delete(batch);
			for (const n of numbers) this.#records.delete(n);
			removed.push(...numbers);
		}
		return removed;
	}

	/** Removes all rows; returns their numbers. */
	clear(): readonly number[] {
		const removed = [...this.#records.keys()];
		this.#records.clear();
		this.#batches.clear();
		this.#keys.clear();
		return removed;
	}
}
