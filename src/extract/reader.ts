import { MAX_CACHED_BLOCKS } from "./limits.ts";

/** Where ranged bytes come from. Storage implements it over R2; tests over an array. */
export interface ByteSource {
	/** Bytes of the whole object. */
	readonly size: number;
	/** Reads `length` bytes at `offset`; both lie inside the object. Throws when storage does not answer. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes of one block: one R2 read brings the whole head of most photos. */
const BLOCK_BYTES = 64 * 1024;

/** A bound that an extractor ran into. The pipeline turns it into a result with a warning, or into a refusal. */
export class ReadLimitError extends Error {
	override name = "ReadLimitError" as const;
}

/** Storage did not answer: nobody between here and the door may take it for a property of the file. */
export class SourceError extends Error {
	override name = "SourceError" as const;
}

/** The time for one file is up. */
export class TimeLimitError extends Error {
	override name = "TimeLimitError" as const;
}

/** Called before every read: throws `TimeLimitError` when the time is up. */
export type TimeCheck = () => void;

/**
 * Reads ranges in blocks and keeps them, so that a parser which jumps about costs few requests. Reads past the end
 * give what there is. Bounded: more than `maxBytes` out of storage throws `ReadLimitError`, and so does a read after
 * `checkTime` says that the time is up. A read that failed is forgotten, so that the next try asks storage again.
 */
export class RangedReader {
	readonly size: number;
	/** Bytes and requests that left storage so far. */
	bytes = 0;
	requests = 0;
	readonly #source: ByteSource;
	#maxBytes: number;
	readonly #checkTime: TimeCheck | undefined;
	/** In the order of use, the oldest first. */
	readonly #blocks = new Map<number, Promise<Uint8Array>>();

	constructor(source: ByteSource, maxBytes: number, checkTime?: TimeCheck) {
		this.#source = source;
		this.size = source.size;
		this.#maxBytes = maxBytes;
		this.#checkTime = checkTime;
	}

	/** Lets as much be read as a kind of file needs that has turned out not to be a photo. */
	allow(maxBytes: number): void {
		this.#maxBytes = maxBytes;
	}

	/** All bytes in one request, kept nowhere: for a library that wants the whole file. */
	async whole(): Promise<Uint8Array> {
		this.#checkTime?.();
		this.#refuseBeyond(this.size);
		this.bytes += this.size;
		this.requests += 1;
		return this.#source.read(0, this.size);
	}

	/** The bytes from `offset` to `offset + length`, or fewer where the object ends. */
	async read(offset: number, length: number): Promise<Uint8Array> {
		this.#checkTime?.();
		const end = Math.min(offset + length, this.size);
		if (!(offset >= 0) || !(end > offset)) return new Uint8Array(0);
		const first = Math.floor(offset / BLOCK_BYTES);
		const blocks = await Promise.all(this.#blocksOf(first, Math.floor((end - 1) / BLOCK_BYTES)));
		this.#forgetOldest();
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
	 * Reads just these bytes and keeps nothing: for one look at a far place, where a whole block would be wasted. What lies
	 * in the blocks that are here already costs nothing.
	 */
	async peek(offset: number, length: number): Promise<Uint8Array> {
		const end = Math.min(offset + length, this.size);
		const first = Math.floor(offset / BLOCK_BYTES);
		const known = first === Math.floor((end - 1) / BLOCK_BYTES) && this.#blocks.has(first);
		if (known || end - offset >= BLOCK_BYTES) return this.read(offset, length);
		this.#checkTime?.();
		this.#refuseBeyond(end - offset);
		this.bytes += end - offset;
		this.requests += 1;
		return this.#source.read(offset, end - offset);
	}

	/** The blocks from `first` to `last`; each run of missing ones comes in one request. */
	#blocksOf(first: number, last: number): Promise<Uint8Array>[] {
		this.#checkBytes(first, last);
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

	/** Refuses before anything is asked of storage, so that a refusal leaves no request behind. */
	#checkBytes(first: number, last: number): void {
		let missing = 0;
		for (let block = first; block <= last && missing <= this.#maxBytes; block++) {
			if (!this.#blocks.has(block)) missing += Math.min(BLOCK_BYTES, this.size - block * BLOCK_BYTES);
		}
		this.#refuseBeyond(missing);
	}

	#refuseBeyond(more: number): void {
		if (this.bytes + more > this.#maxBytes) {
			throw new ReadLimitError(`It would take reading more than ${this.#maxBytes} bytes of the file.`);
		}
	}

	#fetchRun(first: number, stop: number): Promise<Uint8Array>[] {
		const offset = first * BLOCK_BYTES;
		const length = Math.min(stop * BLOCK_BYTES, this.size) - offset;
		this.bytes += length;
		this.requests += 1;
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

	#forgetOldest(): void {
		for (const block of this.#blocks.keys()) {
			if (this.#blocks.size <= MAX_CACHED_BLOCKS) return;
			this.#blocks.delete(block);
		}
	}
}
