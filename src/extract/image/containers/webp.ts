import { latin1, startsWith, u16, u24le, u32 } from "../../bytes/bytes.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of `RIFF`, the length and `WEBP`; and of a chunk's name and length (RFC 9649, section 2.3). */
const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Bytes of a picture chunk that hold its size. */
const FRAME_HEADER_BYTES = 10;

const DAMAGED_FRAME = "The picture's frame header is damaged.";

/** Walks the RIFF chunks. Each round moves forward by at least eight bytes. */
export async function readWebp(reader: RangedReader, pieces: Pieces): Promise<void> {
	const claimed = u32(await reader.read(0, FILE_HEADER_BYTES), 4, true) + 8;
	if (claimed > reader.size) pieces.defect("The file is shorter than its header says.");
	let at = FILE_HEADER_BYTES;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, CHUNK_HEADER_BYTES);
		if (head.length < CHUNK_HEADER_BYTES) return;
		const length = u32(head, 4, true);
		const name = latin1(head, 0, 4);
		// The animation's frames are one after the other; the first tells as much as all.
		if (name !== "ANMF" || !pieces.animated) await readChunk(name, { at: at + 8, length, reader, pieces });
		at += CHUNK_HEADER_BYTES + length + (length % 2);
	}
	pieces.defect("The WebP has more chunks than a picture can need.");
}

interface Chunk {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly pieces: Pieces;
}

async function readChunk(name: string, { at, length, reader, pieces }: Chunk): Promise<void> {
	const body = (longest: number) => reader.read(at, Math.min(length, longest));
	if (name === "VP8X") canvas(await body(FRAME_HEADER_BYTES), pieces);
	else if (name === "VP8 ") lossy(await body(FRAME_HEADER_BYTES), pieces);
	else if (name === "VP8L") lossless(await body(FRAME_HEADER_BYTES), pieces);
	else if (name === "ANMF") pieces.animated = true;
	else if (name === "ICCP") pieces.icc ??= await body(MAX_ICC_BYTES);
	else if (name === "XMP ") pieces.xmp.push(await body(MAX_XMP_BYTES));
	else if (name === "EXIF") {
		const block = await body(MAX_EXIF_BYTES);
		const skip = startsWith(block, "Exif\0\0") ? 6 : 0;
		await addTiffBlock(block.subarray(skip), at + skip, pieces);
	}
}

/** RFC 9649, 2.7.1: flags, then canvas width and height less one. */
function canvas(data: Uint8Array, pieces: Pieces): void {
	const [width, height] = [u24le(data, 4) + 1, u24le(data, 7) + 1];
	pieces.size = { width, height, source: "WebP canvas" };
	const flags = data[0] ?? 0;
	pieces.group("WebP", {
		ImageWidth: width,
		ImageHeight: height,
		Alpha: (flags & 0x10) !== 0,
		Animation: (flags & 0x02) !== 0,
	});
}

/** RFC 6386, 9.1: a key frame's start code, then fourteen bits each. */
function lossy(data: Uint8Array, pieces: Pieces): void {
	const [width, height] = [u16(data, 6, true) & 0x3fff, u16(data, 8, true) & 0x3fff];
	if (startsWith(data, "\x9d\x01\x2a", 3)) frame(width, height, "Lossy (VP8)", pieces);
	else pieces.defect(DAMAGED_FRAME);
}

/** RFC 9649, 3.4: a signature byte, then fourteen bits each, less one. */
function lossless(data: Uint8Array, pieces: Pieces): void {
	const bits = u32(data, 1, true);
	if (data[0] === 0x2f) frame((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, "Lossless (VP8L)", pieces);
	else pieces.defect(DAMAGED_FRAME);
}

function frame(width: number, height: number, coding: string, pieces: Pieces): void {
	if (width > 0 && height > 0) pieces.size ??= { width, height, source: "WebP frame header" };
	pieces.group("WebP", { ImageWidth: width, ImageHeight: height, Compression: coding });
}
