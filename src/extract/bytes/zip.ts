import { Inflate } from "fflate";
import {
	MAX_UNPACKED_BYTES,
	MAX_UNPACKED_RATIO,
	MAX_ZIP_DIRECTORY_BYTES,
	MAX_ZIP_ENTRIES,
	RATIO_FREE_BYTES,
} from "../limits.ts";
import { type RangedReader, ReadLimitError } from "../reader.ts";
import { concat, startsWith, u16, u32 } from "./bytes.ts";
import { decodeText } from "./text.ts";

/** One file of an archive, as the directory at its end tells. */
export interface ZipEntry {
	readonly name: string;
	readonly encrypted: boolean;
	/** 0: as it is, 8: deflated. */
	readonly method: number;
	readonly packed: number;
	readonly size: number;
	/** Where its own header begins. */
	readonly at: number;
}

/** Bytes of the record that ends an archive, and of the longest comment behind it. */
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** Packed bytes that are unpacked at once: at the worst they become 4 MB. */
const PUSH_BYTES = 4096;

const TOO_MUCH = `What is packed in it grows beyond all measure when it is unpacked: to more than ${MAX_UNPACKED_RATIO} times as much, or ${MAX_UNPACKED_BYTES / 1024 / 1024} MiB in all.`;

/** Packed bytes that are read at once. */
const READ_BYTES = 256 * 1024;

/**
 * A ZIP archive, read by ranges: its directory first, then only the files that are asked for, unpacked piece by piece.
 * No file may grow out of proportion, and all of one archive share
 * one allowance, so that many small bombs are no worse than one (APPNOTE 6.3.10).
 */
export class Zip {
	readonly entries: ReadonlyMap<string, ZipEntry>;
	readonly #reader: RangedReader;
	#unpacked = 0;

	private constructor(reader: RangedReader, entries: ReadonlyMap<string, ZipEntry>) {
		this.#reader = reader;
		this.entries = entries;
	}

	/** Opens an archive; nothing where its directory cannot be found or followed. */
	static async open(reader: RangedReader): Promise<Zip | undefined> {
		const tailAt = Math.max(0, reader.size - END_BYTES - MAX_COMMENT_BYTES);
		const near = await reader.read(Math.max(0, reader.size - END_BYTES), END_BYTES);
		const tail = startsWith(near, "PK\x05\x06") ? near : await reader.read(tailAt, reader.size - tailAt);
		let end = tail.length - END_BYTES;
		while (end >= 0 && !startsWith(tail, "PK\x05\x06", end)) end--;
		if (end < 0) return undefined;
		const [bytes, at] = [u32(tail, end + 12, true), u32(tail, end + 16, true)];
		if (bytes > MAX_ZIP_DIRECTORY_BYTES || at + bytes > reader.size) return undefined;
		return new Zip(reader, directoryOf(await reader.read(at, bytes)));
	}

	/** The pieces of one unpacked file. Throws `ReadLimitError` where it grows beyond all bounds. */
	async *pieces(entry: ZipEntry): AsyncGenerator<Uint8Array> {
		if (entry.encrypted) throw new ReadLimitError("It is encrypted.");
		if (entry.method !== 0 && entry.method !== 8)
			throw new ReadLimitError(`It is packed in a way that is not read (method ${entry.method}).`);
		const header = await this.#reader.read(entry.at, 30);
		if (!startsWith(header, "PK\x03\x04")) throw new Error("no file where the directory names one");
		const from = entry.at + 30 + u16(header, 26, true) + u16(header, 28, true);
		const out: Uint8Array[] = [];
		let [pushed, unpacked] = [0, 0];
		const inflate = new Inflate((piece) => void out.push(piece));
		for (let done = 0; done < entry.packed; done += READ_BYTES) {
			const packed = await this.#reader.read(from + done, Math.min(READ_BYTES, entry.packed - done));
			if (packed.length === 0) throw new Error("the archive ends within a file");
			for (let at = 0; at < packed.length; at += PUSH_BYTES) {
				const push = packed.subarray(at, at + PUSH_BYTES);
				const last = done + at + push.length >= entry.packed;
				if (entry.method === 0) out.push(push);
				else inflate.push(push, last);
				pushed += push.length;
				for (const { length } of out) unpacked += length;
				this.#check(out, unpacked, unpacked / pushed);
				if (out.length > 0) yield concat(out.splice(0));
			}
		}
	}

	#check(out: readonly Uint8Array[], ofThisFile: number, ratio: number): void {
		for (const { length } of out) this.#unpacked += length;
		const bomb = ofThisFile > RATIO_FREE_BYTES && ratio > MAX_UNPACKED_RATIO;
		if (bomb || this.#unpacked > MAX_UNPACKED_BYTES) throw new ReadLimitError(TOO_MUCH);
	}

	/** One whole small file; nothing where there is none, or it is larger than `maxBytes`. */
	async bytes(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
		const entry = this.entries.get(name);
		if (entry === undefined || entry.packed > maxBytes) return undefined;
		const pieces: Uint8Array[] = [];
		let bytes = 0;
		for await (const piece of this.pieces(entry)) {
			bytes += piece.length;
			if (bytes > maxBytes) return undefined;
			pieces.push(piece);
		}
		return concat(pieces);
	}
}

/** Bytes of a directory entry before its name. */
const ENTRY_BYTES = 46;

function directoryOf(bytes: Uint8Array): Map<string, ZipEntry> {
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
				packed: u32(bytes, at + 20, true),
				size: u32(bytes, at + 24, true),
				at: u32(bytes, at + 42, true),
			});
		}
		at += ENTRY_BYTES + nameBytes + u16(bytes, at + 30, true) + u16(bytes, at + 32, true);
	}
	return entries;
}
