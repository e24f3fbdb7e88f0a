import type { Json } from "../../../protocol/files/facts.ts";
import { concat, latin1, startsWith, u16 } from "../../bytes/bytes.ts";
import { decodeText } from "../../bytes/text.ts";
import { MAX_TEXT_CHUNK_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";

/** Most bytes that are walked: GIF has no lengths to skip by, so every sub-block must be passed one by one. */
const MAX_WALK_BYTES = 1024 * 1024;

/** Bytes per read while walking. */
const WINDOW_BYTES = 64 * 1024;

/**
 * Bytes of header and logical screen descriptor (GIF89a, 17 and 18), and of an image descriptor (20) without its
 * separator.
 */
const SCREEN_BYTES = 13;
const DESCRIPTOR_BYTES = 9;

/** Bytes after the XMP packet that let readers skip it as sub-blocks (XMP Specification Part 3, 1.1.2). */
const XMP_TRAILER_BYTES = 257;

/** Reads a file from front to back, in windows. */
class ForwardReader {
	at = 0;
	#start = 0;
	#window: Uint8Array = new Uint8Array(0);
	readonly #reader: RangedReader;

	constructor(reader: RangedReader) {
		this.#reader = reader;
	}

	/** The next bytes; fewer at the end of the file. */
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

	/** Reads bytes that were already passed, without moving. */
	reread(at: number, length: number): Promise<Uint8Array> {
		return this.#reader.read(at, length);
	}

	/**
	 * Passes sub-blocks up to the terminator and returns up to `maxBytes` of them; `undefined` where the file or the walk
	 * ends first.
	 */
	async subBlocks(maxBytes: number): Promise<Uint8Array | undefined> {
		const kept: Uint8Array[] = [];
		let bytes = 0;
		while (this.at < MAX_WALK_BYTES) {
			const [length] = await this.take(1);
			if (length === undefined) return undefined;
			if (length === 0) return concat(kept);
			const block = await this.take(length);
			if (block.length < length) return undefined;
			if (bytes + length <= maxBytes) kept.push(block);
			bytes += length;
		}
		return undefined;
	}
}

/** Walks the blocks of a GIF, at most `MAX_WALK_BYTES`. Every iteration advances by at least one byte. */
export async function readGif(reader: RangedReader, contents: ImageContents): Promise<void> {
	const input = new ForwardReader(reader);
	await readScreen(input, contents);
	const found: GifBlocks = { frames: 0, comments: [], loops: undefined };
	const complete = await walkBlocks(input, found, contents);
	if (!complete && input.at < MAX_WALK_BYTES)
		contents.addDefect("The file ends in the middle of the picture.");
	else if (!complete) contents.addNotice("Only the first megabyte of the animation was read.");
	contents.animated = found.frames > 1;
	contents.addGroup("GIF", {
		Frames: complete ? found.frames : undefined,
		AnimationIterations: found.loops,
		Comment: found.comments.join("\n"),
	});
}

interface GifBlocks {
	frames: number;
	readonly comments: string[];
	loops: Json | undefined;
}

async function readScreen(input: ForwardReader, contents: ImageContents): Promise<void> {
	const data = await input.take(SCREEN_BYTES);
	const [width, height, flags] = [u16(data, 6, true), u16(data, 8, true), data[10] ?? 0];
	if (width > 0 && height > 0) contents.size = { width, height, source: "GIF screen" };
	const hasColorTable = (flags & 0x80) !== 0;
	contents.addGroup("GIF", {
		GIFVersion: latin1(data, 3, 3),
		ImageWidth: width,
		ImageHeight: height,
		HasColorMap: hasColorTable,
		ColorResolutionDepth: ((flags >> 4) & 7) + 1,
		BitsPerPixel: (flags & 7) + 1,
		BackgroundColor: data[11],
	});
	if (hasColorTable) await input.take(3 << ((flags & 7) + 1));
}

/** Whether the end of the GIF was reached. */
async function walkBlocks(input: ForwardReader, found: GifBlocks, contents: ImageContents): Promise<boolean> {
	while (input.at < MAX_WALK_BYTES) {
		const [introducer] = await input.take(1);
		if (introducer === 0x3b) return true;
		if (introducer === 0x2c) {
			const descriptor = await input.take(DESCRIPTOR_BYTES);
			const flags = descriptor[8] ?? 0;
			if ((flags & 0x80) !== 0) await input.take(3 << ((flags & 7) + 1));
			await input.take(1);
			if ((await input.subBlocks(0)) === undefined) return false;
			found.frames += 1;
		} else if (introducer === 0x21) {
			const [label] = await input.take(1);
			if (!(await readExtension(label ?? 0, input, found, contents))) return false;
		} else if (introducer === undefined) return false;
		else {
			contents.addDefect(`The GIF structure is broken at byte ${input.at - 1}.`);
			return true;
		}
	}
	return false;
}

/** Whether the extension was read to its end. */
async function readExtension(
	label: number,
	input: ForwardReader,
	found: GifBlocks,
	contents: ImageContents,
): Promise<boolean> {
	if (label === 0xff) {
		const start = input.at;
		const [length] = await input.take(1);
		const name = latin1(await input.take(length ?? 0));
		if (name === "XMP DataXMP") return readXmpPacket(start + 1 + (length ?? 0), input, contents);
		const data = await input.subBlocks(MAX_TEXT_CHUNK_BYTES);
		if (data !== undefined && name.startsWith("NETSCAPE") && data[0] === 1) {
			found.loops = u16(data, 1, true) === 0 ? "Infinite" : u16(data, 1, true);
		}
		return data !== undefined;
	}
	const data = await input.subBlocks(label === 0xfe ? MAX_TEXT_CHUNK_BYTES : 0);
	if (label === 0xfe && data !== undefined) found.comments.push(decodeText(data));
	return data !== undefined;
}

/** The packet is stored verbatim, not in sub-blocks; its trailer makes skipping it as sub-blocks end in the right place. */
async function readXmpPacket(at: number, input: ForwardReader, contents: ImageContents): Promise<boolean> {
	const complete = (await input.subBlocks(0)) !== undefined;
	const length = input.at - at - XMP_TRAILER_BYTES - 1;
	if (!complete || length <= 0) return complete;
	const packet = await input.reread(at, Math.min(length, MAX_XMP_BYTES));
	if (startsWith(packet, "<")) contents.xmp.push(packet);
	return true;
}
