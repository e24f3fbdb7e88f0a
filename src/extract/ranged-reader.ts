import { formatCount } from "./file-facts.ts";
import { MAX_CACHED_BLOCKS } from "./limits.ts";

/** Bytes by range. Storage implements it over R2, tests over an array. */
export interface ByteSource {
	/** Bytes. */
	readonly size: number;
	/** Reads `length` bytes at `offset`; the range lies inside the object. Throws when storage fails. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes of one block: one R2 read covers all metadata of most photos. */
const BLOCK_BYTES = 64 * 1024;

/** A limit was reached. The pipeline turns it into a warning or a refusal; the message is a sentence for people. */
export class ReadLimitError extends Error {
	override name = "ReadLimitError" as const;
}

/** Storage failed. Readers must pass it on: it says nothing about the file. */
export class SourceError extends Error {
	override name = "SourceError" as const;
}

/** One file took longer than its time limit. */
export class TimeLimitError extends Error {
	override name = "TimeLimitError" as const;
}

/** Called before every read; throws `TimeLimitError` when the time is up. */
export type TimeCheck = () => void;

/**
 * Reads ranges in blocks and caches the blocks, so that a parser that jumps back and forth costs few requests. A read past
 * the end returns fewer bytes. Reading more than `maxBytes` from storage throws `ReadLimitError`; `checkTime` may throw before
 * any read. A failed read is not cached, so that the next attempt asks storage again.
 */
export class RangedReader {
	readonly size: number;
	/** Read from storage so far. */
	bytesRead = 0;
	requestCount = 0;
	readonly #source: ByteSource;
	#maxBytes: number;
	readonly #checkTime: TimeCheck | undefined;
	/** In order of use, the least recently used first. */
	readonly #blocks = new Map<number, Promise<Uint8Array>>();

	constructor(source: ByteSource, maxBytes: number, checkTime?: TimeCheck) {
		this.#source = source;
		this.size = source.size;
		this.#maxBytes = maxBytes;
		this.#checkTime = checkTime;
	}

	/** Changes the limit once the kind of the file is known. */
	setMaxBytes(maxBytes: number): void {
		this.#maxBytes = maxBytes;
	}

	/** All bytes in one request, uncached: for a library that needs the whole file. */
	async readAll(): Promise<Uint8Array> {
		this.#checkTime?.();
		this.#checkLimit(this.size);
		this.bytesRead += this.size;
		this.requestCount += 1;
		return this.#source.read(0, this.size);
	}

	/** The bytes from `offset` to `offset + length`, or fewer at the end of the object. */
	async read(offset: number, length: number): Promise<Uint8Array> {
		this.#checkTime?.();
		const end = Math.min(offset + length, this.size);
		if (!(offset >= 0) || !(end > offset)) return new Uint8Array(0);
		const first = Math.floor(offset / BLOCK_BYTES);
		const blocks = await Promise.all(this.#blocksOf(first, Math.floor((end - 1) / BLOCK_BYTES)));
		this.#evictOldest();
		const only = blocks[0];
		if (blocks.length === 1 && only !== undefined) {
			return only.subarray(offset - first * BLOCK_BYTES, end - first * BLOCK_BYTES);
		}
		const out = new Uint8Array(end - offset);
		blocks.forEach((bytes, index) => {
			const start = (first + index) * BLOCK_BYTES;
			const from = Math.max(offset, start);
			out.set(bytes.subarray(from - start, Math.min(end - start, bytes.length)), from - offset);
		});
		return out;
	}

	/**
	 * Reads exactly these bytes, uncached: for a single look at a distant position, where a whole block would be wasted. Free
	 * where the block is cached already.
	 */
	async peek(offset: number, length: number): Promise<Uint8Array> {
		const end = Math.min(offset + length, this.size);
		// Offsets come from tables in the file, so a damaged one may point anywhere: storage refuses such a range.
		if (!(offset >= 0) || !(end > offset)) return new Uint8Array(0);
		const first = Math.floor(offset / BLOCK_BYTES);
		const known = first === Math.floor((end - 1) / BLOCK_BYTES) && this.#blocks.has(first);
		if (known || end - offset >= BLOCK_BYTES) return this.read(offset, length);
		this.#checkTime?.();
		this.#checkLimit(end - offset);
		this.bytesRead += end - offset;
		this.requestCount += 1;
		return this.#source.read(offset, end - offset);
	}

	/** The blocks from `first` to `last`; each run of missing ones is one request. */
	#blocksOf(first: number, last: number): Promise<Uint8Array>[] {
		this.#checkBlocks(first, last);
		const wanted: Promise<Uint8Array>[] = [];
		for (let block = first; block <= last; block++) {
			const known = this.#blocks.get(block);
			if (known === undefined) {
				let stop = block + 1;
				while (stop <= last && !this.#blocks.has(stop)) stop++;
				wanted.push(...this.#fetchRun(block, stop));
				block = stop - 1;
			} else {
				this.#blocks.delete(block);
				this.#blocks.set(block, known);
				wanted.push(known);
			}
		}
		return wanted;
	}

	/** Checks before storage is asked, so that a read beyond the limit costs nothing. */
	#checkBlocks(first: number, last: number): void {
		let missing = 0;
		for (let block = first; block <= last && missing <= this.#maxBytes; block++) {
			if (!this.#blocks.has(block)) missing += Math.min(BLOCK_BYTES, this.size - block * BLOCK_BYTES);
		}
		this.#checkLimit(missing);
	}

	#checkLimit(more: number): void {
		if (this.bytesRead + more > this.#maxBytes) {
			throw new ReadLimitError(
				`More than ${formatCount(this.#maxBytes)} bytes of the file would have to be read.`,
			);
		}
	}

	#fetchRun(first: number, stop: number): Promise<Uint8Array>[] {
		const offset = first * BLOCK_BYTES;
		const length = Math.min(stop * BLOCK_BYTES, this.size) - offset;
		this.bytesRead += length;
		this.requestCount += 1;
		const run = this.#source.read(offset, length);
		const blocks: Promise<Uint8Array>[] = [];
		for (let block = first; block < stop; block++) {
			const start = (block - first) * BLOCK_BYTES;
			const piece = run.then((bytes) => bytes.subarray(start, start + BLOCK_BYTES));
			piece.catch(() => {
				if (this.#blocks.get(block) === piece) this.#blocks.delete(block);
			});
			this.#blocks.set(block, piece);
			blocks.push(piece);
		}
		return blocks;
	}

	#evictOldest(): void {
		for (const block of this.#blocks.keys()) {
			if (this.#blocks.size <= MAX_CACHED_BLOCKS) return;
			this.#blocks.delete(block);
		}
	}
}
