import type { Json } from "../../../protocol/files/facts.ts";
import { concat, latin1, startsWith, u16 } from "../../bytes/bytes.ts";
import { decodeText } from "../../bytes/text.ts";
import { MAX_TEXT_CHUNK_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";

/** Bytes that are walked: GIF has no lengths to step over, so each block must be passed one by one. */
const MAX_WALK_BYTES = 1024 * 1024;

/** Bytes read at once while walking. */
const WINDOW_BYTES = 64 * 1024;

/** Bytes of signature and logical screen (GIF89a, 17 and 18), and of an image descriptor (20). */
const SCREEN_BYTES = 13;
const DESCRIPTOR_BYTES = 9;

/** Bytes behind XMP that make the packet skippable as data blocks (XMP Specification Part 3, 1.1.2). */
const XMP_TRAILER_BYTES = 257;

/** A place in the file that reads ahead in windows and moves only forward. */
class Cursor {
	at = 0;
	#start = 0;
	#window: Uint8Array = new Uint8Array(0);
	readonly #reader: RangedReader;

	constructor(reader: RangedReader) {
		this.#reader = reader;
	}

	/** The next bytes, fewer at the end of the file. */
	async take(length: number): Promise<Uint8Array> {
		const from = this.at - this.#start;
		if (from + length > this.#window.length) {
			this.#start = this.at;
			this.#window = await this.#reader.read(this.at, Math.max(WINDOW_BYTES, length));
		}
		const bytes = this.#window.subarray(this.at - this.#start, this.at - this.#start + length);
		this.at += length;
		return bytes;
	}

	/** Bytes that were passed already. */
	back(at: number, length: number): Promise<Uint8Array> {
		return this.#reader.read(at, length);
	}

	/** Passes sub-blocks up to the empty one; gives up to `keep` bytes of them. Nothing where the file ends before. */
	async subBlocks(keep: number): Promise<Uint8Array | undefined> {
		const kept: Uint8Array[] = [];
		let bytes = 0;
		while (this.at < MAX_WALK_BYTES) {
			const [length] = await this.take(1);
			if (length === undefined) return undefined;
			if (length === 0) return concat(kept);
			const block = await this.take(length);
			if (block.length < length) return undefined;
			if (bytes + length <= keep) kept.push(block);
			bytes += length;
		}
		return undefined;
	}
}

/** Walks the blocks of a GIF as far as `MAX_WALK_BYTES`. Each round moves forward by at least one byte. */
export async function readGif(reader: RangedReader, pieces: Pieces): Promise<void> {
	const cursor = new Cursor(reader);
	await screen(cursor, pieces);
	const found: Found = { frames: 0, comments: [], loops: undefined };
	const whole = await walk(cursor, found, pieces);
	if (!whole && cursor.at < MAX_WALK_BYTES) pieces.defect("The file ends in the middle of the picture.");
	else if (!whole) pieces.notice("Only the first megabyte of the animation was walked.");
	pieces.animated = found.frames > 1;
	pieces.group("GIF", {
		Frames: whole ? found.frames : undefined,
		AnimationIterations: found.loops,
		Comment: found.comments.join("\n"),
	});
}

interface Found {
	frames: number;
	readonly comments: string[];
	loops: Json | undefined;
}

async function screen(cursor: Cursor, pieces: Pieces): Promise<void> {
	const data = await cursor.take(SCREEN_BYTES);
	const [width, height, flags] = [u16(data, 6, true), u16(data, 8, true), data[10] ?? 0];
	if (width > 0 && height > 0) pieces.size = { width, height, source: "GIF screen" };
	const table = (flags & 0x80) !== 0;
	pieces.group("GIF", {
		GIFVersion: latin1(data, 3, 3),
		ImageWidth: width,
		ImageHeight: height,
		HasColorMap: table,
		ColorResolutionDepth: ((flags >> 4) & 7) + 1,
		BitsPerPixel: (flags & 7) + 1,
		BackgroundColor: data[11],
	});
	if (table) await cursor.take(3 << ((flags & 7) + 1));
}

/** Gives whether the end of the GIF was reached. */
async function walk(cursor: Cursor, found: Found, pieces: Pieces): Promise<boolean> {
	while (cursor.at < MAX_WALK_BYTES) {
		const [introducer] = await cursor.take(1);
		if (introducer === 0x3b) return true;
		if (introducer === 0x2c) {
			const descriptor = await cursor.take(DESCRIPTOR_BYTES);
			const flags = descriptor[8] ?? 0;
			if ((flags & 0x80) !== 0) await cursor.take(3 << ((flags & 7) + 1));
			await cursor.take(1);
			if ((await cursor.subBlocks(0)) === undefined) return false;
			found.frames += 1;
		} else if (introducer === 0x21) {
			const [label] = await cursor.take(1);
			if (!(await extension(label ?? 0, cursor, found, pieces))) return false;
		} else if (introducer === undefined) return false;
		else {
			pieces.defect(`The structure of the GIF breaks at byte ${cursor.at - 1}.`);
			return true;
		}
	}
	return false;
}

async function extension(label: number, cursor: Cursor, found: Found, pieces: Pieces): Promise<boolean> {
	if (label === 0xff) {
		const start = cursor.at;
		const [length] = await cursor.take(1);
		const name = latin1(await cursor.take(length ?? 0));
		if (name === "XMP DataXMP") return xmp(start + 1 + (length ?? 0), cursor, pieces);
		const data = await cursor.subBlocks(MAX_TEXT_CHUNK_BYTES);
		if (data !== undefined && name.startsWith("NETSCAPE") && data[0] === 1) {
			found.loops = u16(data, 1, true) === 0 ? "Infinite" : u16(data, 1, true);
		}
		return data !== undefined;
	}
	const data = await cursor.subBlocks(label === 0xfe ? MAX_TEXT_CHUNK_BYTES : 0);
	if (label === 0xfe && data !== undefined) found.comments.push(decodeText(data));
	return data !== undefined;
}

/** XMP stands as it is, not in sub-blocks; passing it as if it were in them leads to the end of its trailer. */
async function xmp(at: number, cursor: Cursor, pieces: Pieces): Promise<boolean> {
	const whole = (await cursor.subBlocks(0)) !== undefined;
	const length = cursor.at - at - XMP_TRAILER_BYTES - 1;
	if (!whole || length <= 0) return whole;
	const reread = await cursor.back(at, Math.min(length, MAX_XMP_BYTES));
	if (startsWith(reread, "<")) pieces.xmp.push(reread);
	return true;
}
