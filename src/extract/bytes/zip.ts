import { Inflate } from "fflate";
import {
	MAX_UNPACKED_BYTES,
	MAX_UNPACKED_RATIO,
	MAX_ZIP_DIRECTORY_BYTES,
	MAX_ZIP_ENTRIES,
	RATIO_CHECK_MIN_BYTES,
} from "../limits.ts";
import { type RangedReader, ReadLimitError } from "../ranged-reader.ts";
import { concat, startsWith, u16, u32 } from "./bytes.ts";
import { decodeText } from "./text.ts";

/** One file of an archive, as its central directory describes it. */
export interface ZipEntry {
	readonly name: string;
	readonly encrypted: boolean;
	/** 0: stored, 8: deflated. */
	readonly method: number;
	readonly compressedSize: number;
	readonly size: number;
	/** Offset of its local header. */
	readonly headerOffset: number;
}

/** Bytes of the end of central directory record, and of the longest comment after it. */
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** Compressed bytes that are inflated at once: at worst they expand to 4 MB. */
const PUSH_BYTES = 4096;

const EXPANDS_TOO_MUCH = `It expands too much when it is unpacked: to more than ${MAX_UNPACKED_RATIO} times its size, or ${MAX_UNPACKED_BYTES / 1024 / 1024} MiB in total.`;

/** Compressed bytes that are read at once. */
const READ_BYTES = 256 * 1024;

/**
 * A ZIP archive (APPNOTE 6.3.10), read by ranges: its central directory first, then only the files that are asked for, piece by
 * piece. Bounded by an expansion ratio per file, and by the unpacked bytes of the whole archive, so that many small bombs are
 * no worse than one large one.
 */
export class ZipArchive {
	readonly entries: ReadonlyMap<string, ZipEntry>;
	readonly #reader: RangedReader;
	#unpacked = 0;

	private constructor(reader: RangedReader, entries: ReadonlyMap<string, ZipEntry>) {
		this.#reader = reader;
		this.entries = entries;
	}

	/** Opens an archive; `undefined` when its central directory is missing or broken. */
	static async open(reader: RangedReader): Promise<ZipArchive | undefined> {
		const tailAt = Math.max(0, reader.size - END_BYTES - MAX_COMMENT_BYTES);
		const near = await reader.read(Math.max(0, reader.size - END_BYTES), END_BYTES);
		const tail = startsWith(near, "PK\x05\x06") ? near : await reader.read(tailAt, reader.size - tailAt);
		let end = tail.length - END_BYTES;
		while (end >= 0 && !startsWith(tail, "PK\x05\x06", end)) end--;
		if (end < 0) return undefined;
		const [bytes, at] = [u32(tail, end + 12, true), u32(tail, end + 16, true)];
		if (bytes > MAX_ZIP_DIRECTORY_BYTES || at + bytes > reader.size) return undefined;
		return new ZipArchive(reader, parseDirectory(await reader.read(at, bytes)));
	}

	/** Unpacks one file piece by piece. Throws `ReadLimitError` when it expands beyond the bounds or cannot be unpacked. */
	async *unpack(entry: ZipEntry): AsyncGenerator<Uint8Array> {
		if (entry.encrypted) throw new ReadLimitError("It is encrypted.");
		if (entry.method !== 0 && entry.method !== 8)
			throw new ReadLimitError(
				`It uses a compression method that is not supported (method ${entry.method}).`,
			);
		const header = await this.#reader.read(entry.headerOffset, 30);
		if (!startsWith(header, "PK\x03\x04")) throw new Error("no local header where the directory points");
		const from = entry.headerOffset + 30 + u16(header, 26, true) + u16(header, 28, true);
		const out: Uint8Array[] = [];
		let [pushed, unpacked] = [0, 0];
		const inflate = new Inflate((piece) => void out.push(piece));
		for (let done = 0; done < entry.compressedSize; done += READ_BYTES) {
			const compressed = await this.#reader.read(
				from + done,
				Math.min(READ_BYTES, entry.compressedSize - done),
			);
			if (compressed.length === 0) throw new Error("the archive ends within a file");
			for (let at = 0; at < compressed.length; at += PUSH_BYTES) {
				const push = compressed.subarray(at, at + PUSH_BYTES);
				const last = done + at + push.length >= entry.compressedSize;
				if (entry.method === 0) out.push(push);
				else inflate.push(push, last);
				pushed += push.length;
				for (const { length } of out) unpacked += length;
				this.#check(out, unpacked, unpacked / pushed);
				if (out.length > 0) yield concat(out.splice(0));
			}
		}
	}

	#check(out: readonly Uint8Array[], unpackedOfFile: number, ratio: number): void {
		for (const { length } of out) this.#unpacked += length;
		const bomb = unpackedOfFile > RATIO_CHECK_MIN_BYTES && ratio > MAX_UNPACKED_RATIO;
		if (bomb || this.#unpacked > MAX_UNPACKED_BYTES) throw new ReadLimitError(EXPANDS_TOO_MUCH);
	}

	/** One small file as a whole; `undefined` when it is missing or larger than `maxBytes`. */
	async readFile(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
		const entry = this.entries.get(name);
		if (entry === undefined || entry.compressedSize > maxBytes) return undefined;
		const pieces: Uint8Array[] = [];
		let bytes = 0;
		for await (const piece of this.unpack(entry)) {
			bytes += piece.length;
			if (bytes > maxBytes) return undefined;
			pieces.push(piece);
		}
		return concat(pieces);
	}
}

/** Bytes of a directory entry before its name. */
const ENTRY_BYTES = 46;

function parseDirectory(bytes: Uint8Array): Map<string, ZipEntry> {
	const entries = new Map<string, ZipEntry>();
	let at = 0;
	for (let count = 0; count < MAX_ZIP_ENTRIES && startsWith(bytes, "PK\x01\x02", at); count++) {
		const nameBytes = u16(bytes, at + 28, true);
		const name = decodeText(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
		if (!entries.has(name)) {
			entries.set(name, {
				name,
				encrypted: (u16(bytes, at + 8, true) & 1) === 1,
				method: u16(bytes, at + 10, true),
				compressedSize: u32(bytes, at + 20, true),
				size: u32(bytes, at + 24, true),
				headerOffset: u32(bytes, at + 42, true),
			});
		}
		at += ENTRY_BYTES + nameBytes + u16(bytes, at + 30, true) + u16(bytes, at + 32, true);
	}
	return entries;
}
