import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";

/** Drafts stand above every batch that the server knows, the newest first. */
const ABOVE_ALL = 2 ** 40;

/**
 * Files that were dropped but have no number yet. They have rows at once, under negative numbers that never leave this
 * page, and give way to the server's records as soon as their batch is known there.
 */
export class Drafts {
	#records = new Map<number, FileRecord>();
	#batches = new Map<string, { readonly batch: number; readonly numbers: readonly number[] }>();
	#keys = new Map<number, string>();
	#last = 0;
	#lastBatch = ABOVE_ALL;

	get size(): number {
		return this.#records.size;
	}

	get(n: number): FileRecord | undefined {
		return this.#records.get(n);
	}

	all(): Iterable<FileRecord> {
		return this.#records.values();
	}

	/** The key of a batch of drafts. */
	keyOf(batch: number): string | undefined {
		return this.#keys.get(batch);
	}

	add(key: string, files: readonly ManifestEntry[], now: number): readonly number[] {
		// Counted down from the far end, so that the order of numbers is the order of the drop.
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

	/** Drops the drafts of batches that the server knows; answers their numbers. */
	giveWay(known: ReadonlyMap<string, number>): readonly number[] {
		const gone: number[] = [];
		for (const [key, { batch, numbers }] of this.#batches) {
			if (!known.has(key)) continue;
			this.#batches.delete(key);
			this.#keys.delete(batch);
			for (const n of numbers) this.#records.delete(n);
			gone.push(...numbers);
		}
		return gone;
	}

	/** Drops everything; answers the numbers. */
	clear(): readonly number[] {
		const gone = [...this.#records.keys()];
		this.#records.clear();
		this.#batches.clear();
		this.#keys.clear();
		return gone;
	}
}
