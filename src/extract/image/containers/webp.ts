import { latin1, startsWith, u16, u24le, u32 } from "../../bytes/bytes.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of the file header (`RIFF`, length, `WEBP`), and of a chunk's FourCC and length (RFC 9649, section 2.3). */
const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Bytes of a picture chunk that are enough for its size. */
const FRAME_HEADER_BYTES = 10;

const DAMAGED_FRAME = "The picture's frame header is damaged.";

/** Walks the RIFF chunks. Every iteration advances by at least eight bytes. */
export async function readWebp(reader: RangedReader, contents: ImageContents): Promise<void> {
	const claimed = u32(await reader.read(0, FILE_HEADER_BYTES), 4, true) + 8;
	if (claimed > reader.size) contents.addDefect("The file is shorter than its header says.");
	let at = FILE_HEADER_BYTES;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, CHUNK_HEADER_BYTES);
		if (head.length < CHUNK_HEADER_BYTES) return;
		const length = u32(head, 4, true);
		const name = latin1(head, 0, 4);
		// One frame is enough to know that the picture is animated.
		if (name !== "ANMF" || !contents.animated)
			await readChunk(name, { at: at + 8, length, reader, contents });
		at += CHUNK_HEADER_BYTES + length + (length % 2);
	}
	contents.addDefect("The WebP has more chunks than any picture needs.");
}

/** One chunk's payload; `at` is its offset in the file. */
interface Chunk {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly contents: ImageContents;
}

async function readChunk(name: string, { at, length, reader, contents }: Chunk): Promise<void> {
	const body = (maxBytes: number) => reader.read(at, Math.min(length, maxBytes));
	if (name === "VP8X") readCanvas(await body(FRAME_HEADER_BYTES), contents);
	else if (name === "VP8 ") readLossy(await body(FRAME_HEADER_BYTES), contents);
	else if (name === "VP8L") readLossless(await body(FRAME_HEADER_BYTES), contents);
	else if (name === "ANMF") contents.animated = true;
	else if (name === "ICCP") contents.icc ??= await body(MAX_ICC_BYTES);
	else if (name === "XMP ") contents.xmp.push(await body(MAX_XMP_BYTES));
	else if (name === "EXIF") {
		const block = await body(MAX_EXIF_BYTES);
		const skip = startsWith(block, "Exif\0\0") ? 6 : 0;
		await addTiffBlock(block.subarray(skip), at + skip, contents);
	}
}

/** `VP8X` (RFC 9649, 2.7.1): flags, then canvas width and height minus one. */
function readCanvas(data: Uint8Array, contents: ImageContents): void {
	const [width, height] = [u24le(data, 4) + 1, u24le(data, 7) + 1];
	contents.size = { width, height, source: "WebP canvas" };
	const flags = data[0] ?? 0;
	contents.addGroup("WebP", {
		ImageWidth: width,
		ImageHeight: height,
		Alpha: (flags & 0x10) !== 0,
		Animation: (flags & 0x02) !== 0,
	});
}

/** `VP8 ` (RFC 6386, section 9.1): a key frame's start code, then width and height in fourteen bits each. */
function readLossy(data: Uint8Array, contents: ImageContents): void {
	const [width, height] = [u16(data, 6, true) & 0x3fff, u16(data, 8, true) & 0x3fff];
	if (startsWith(data, "\x9d\x01\x2a", 3)) addFrame(width, height, "Lossy (VP8)", contents);
	else contents.addDefect(DAMAGED_FRAME);
}

/** `VP8L` (RFC 9649, 3.4): a signature byte, then width and height minus one in fourteen bits each. */
function readLossless(data: Uint8Array, contents: ImageContents): void {
	const bits = u32(data, 1, true);
	if (data[0] === 0x2f)
		addFrame((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, "Lossless (VP8L)", contents);
	else contents.addDefect(DAMAGED_FRAME);
}

function addFrame(width: number, height: number, coding: string, contents: ImageContents): void {
	if (width > 0 && height > 0) contents.size ??= { width, height, source: "WebP frame header" };
	contents.addGroup("WebP", { ImageWidth: width, ImageHeight: height, Compression: coding });
}
