import { AbstractTokenizer, EndOfStreamError, type IReadChunkOptions } from "strtok3/core";
import { MAX_TAG_READ_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";

/** Reads of at least this many bytes are remembered during parsing: a cover picture is never smaller. */
const REMEMBERED_BYTES = 1024;

/** Most bytes of such reads that are kept: a file that makes the parser read in circles must not fill memory. */
const MAX_REMEMBERED_BYTES = 4 * 1024 * 1024;

/** Offsets tried before the search gives up: over bytes that are all the same it would take quadratic time. */
const MAX_CANDIDATES = 4096;

/** Bytes at the start of a picture that are searched for: enough to be unique in the file. */
const NEEDLE_BYTES = 64;

/** Adapts `RangedReader` to music-metadata. Every read is subject to the reader's limits on bytes and time. */
export class ReaderTokenizer extends AbstractTokenizer {
	readonly fileInfo: { readonly size: number; readonly mimeType: string };
	readonly #reader: RangedReader;
	readonly #largeReads: { readonly position: number; readonly bytes: Uint8Array }[] = [];
	#rememberedBytes = 0;

	/** `size` may be less than the file's, for formats whose tags are all at the beginning. */
	constructor(reader: RangedReader, size: number, mimeType: string) {
		const fileInfo = { size, mimeType };
		super({ fileInfo });
		this.fileInfo = fileInfo;
		this.#reader = reader;
	}

	supportsRandomAccess(): boolean {
		return true;
	}

	setPosition(position: number): void {
		this.position = position;
	}

	async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
		const { position, length, mayBeLess } = this.normalizeOptions(target, options);
		const available = Math.max(0, Math.min(length, this.fileInfo.size - position));
		if (available < length && !mayBeLess) throw new EndOfStreamError();
		if (available > MAX_TAG_READ_BYTES) throw new EndOfStreamError();
		const bytes = await this.#reader.read(position, available);
		target.set(bytes);
		if (bytes.length >= REMEMBERED_BYTES && this.#rememberedBytes + bytes.length <= MAX_REMEMBERED_BYTES) {
			this.#rememberedBytes += bytes.length;
			this.#largeReads.push({ position, bytes });
		}
		return bytes.length;
	}

	async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
		const { position } = this.normalizeOptions(target, options);
		const count = await this.peekBuffer(target, options);
		this.position = position + count;
		return count;
	}

	/** Offset in the file of bytes that the parser returned; `undefined` where they were compressed or joined from parts. */
	offsetOf(found: Uint8Array): number | undefined {
		const needle = found.subarray(0, NEEDLE_BYTES);
		for (const { position, bytes } of this.#largeReads) {
			const at = indexOf(bytes, needle);
			if (at >= 0 && same(bytes.subarray(at, at + found.length), found)) return position + at;
		}
		return undefined;
	}
}

function indexOf(bytes: Uint8Array, needle: Uint8Array): number {
	const first = needle[0];
	if (first === undefined) return -1;
	let candidates = 0;
	for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
		if (++candidates > MAX_CANDIDATES) return -1;
		if (same(bytes.subarray(at, at + needle.length), needle)) return at;
	}
	return -1;
}

function same(one: Uint8Array, other: Uint8Array): boolean {
	return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
