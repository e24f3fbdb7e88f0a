import { latin1, startsWith, u16, u32 } from "../../bytes/bytes.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_TEXT_CHUNK_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { readPngText } from "./png-text.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of the signature (PNG, third edition, 5.2), and of a chunk's length, type and CRC together (5.3). */
const SIGNATURE_BYTES = 8;
const CHUNK_OVERHEAD_BYTES = 12;

/**
 * Bytes of picture data that are walked chunk by chunk; after that, only the tail of the file is searched for later
 * chunks.
 */
const MAX_WALKED_PICTURE_BYTES = 128 * 1024;

/** Bytes of the tail that are searched: chunks after the picture are text of a few KB. */
const TAIL_BYTES = 64 * 1024;

/** Metadata chunks that may follow the picture data. */
const TAIL_TYPES: ReadonlySet<string> = new Set(["tEXt", "zTXt", "iTXt", "eXIf", "tIME"]);

/** Longest chunk that is read, by type; other types are skipped. */
const MAX_CHUNK_BYTES: ReadonlyMap<string, number> = new Map([
	["IHDR", 13],
	["tEXt", MAX_TEXT_CHUNK_BYTES],
	["zTXt", MAX_TEXT_CHUNK_BYTES],
	["iTXt", MAX_TEXT_CHUNK_BYTES],
	["eXIf", MAX_EXIF_BYTES],
	["iCCP", MAX_ICC_BYTES],
	["sRGB", 1],
	["gAMA", 4],
	["cHRM", 32],
	["pHYs", 9],
	["tIME", 7],
	["bKGD", 6],
	["acTL", 8],
]);

/** Walks the chunks. Every iteration advances by at least twelve bytes. */
export async function readPng(reader: RangedReader, contents: ImageContents): Promise<void> {
	let at = SIGNATURE_BYTES;
	let pictureAt: number | undefined;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, 8);
		if (head.length < 8) return contents.addDefect("The file is incomplete: its last chunk is missing.");
		const length = u32(head, 0);
		const type = latin1(head, 4, 4);
		if (!/^[A-Za-z]{4}$/.test(type)) return contents.addDefect(`The PNG structure is broken at byte ${at}.`);
		if (type === "IEND") return;
		if (at + CHUNK_OVERHEAD_BYTES + length > reader.size) {
			contents.addDefect(`The file ends in the middle of ${type === "IDAT" ? "the picture" : "a chunk"}.`);
		}
		if (type === "IDAT") pictureAt ??= at;
		await readChunk(type, { at: at + 8, length, reader, contents });
		at += CHUNK_OVERHEAD_BYTES + length;
		if (pictureAt !== undefined && at - pictureAt > MAX_WALKED_PICTURE_BYTES && length < TAIL_BYTES) {
			return readTail(at, reader, contents);
		}
	}
	contents.addDefect("The PNG has more chunks than any picture needs.");
}

/** One chunk's data; `at` is its offset in the file. */
interface Chunk {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly contents: ImageContents;
}

async function readChunk(type: string, { at, length, reader, contents }: Chunk): Promise<void> {
	const maxBytes = MAX_CHUNK_BYTES.get(type);
	if (maxBytes === undefined) return;
	if (length > maxBytes)
		return contents.addNotice(`A ${type} chunk of ${length} bytes is too long and was left out.`);
	const data = await reader.read(at, length);
	if (data.length < length) return;
	if (type === "eXIf") {
		const skip = startsWith(data, "Exif\0\0") ? 6 : 0;
		await addTiffBlock(data.subarray(skip), at + skip, contents);
	} else if (type === "iCCP") readColorProfile(data, contents);
	else if (type.endsWith("Xt")) await readPngText(type, data, contents);
	else readSmallChunk(type, data, contents);
}

/** `iCCP`: name, NUL, compression method, zlib data (PNG, third edition, 11.3.2.3). */
function readColorProfile(data: Uint8Array, contents: ImageContents): void {
	const end = data.indexOf(0);
	if (end === -1) return;
	contents.addGroup("PNG", { ProfileName: latin1(data, 0, end) });
	const profile = contents.unpacker.inflate(data.subarray(end + 2));
	if (profile === undefined) contents.addDefect("The colour profile could not be decompressed.");
	else contents.icc ??= profile;
}

/** The chunks of short, mostly fixed length (PNG, third edition, 11.2 and 11.3). */
function readSmallChunk(type: string, data: Uint8Array, contents: ImageContents): void {
	const scaled = (at: number) => u32(data, at) / 100_000;
	const twoDigits = (at: number) => String(data[at] ?? 0).padStart(2, "0");
	if (type === "IHDR") readHeader(data, contents);
	else if (type === "sRGB") {
		const intents = ["Perceptual", "Relative colorimetric", "Saturation", "Absolute colorimetric"];
		contents.addGroup("PNG", { SRGBRendering: intents[data[0] ?? 0] ?? data[0] });
	} else if (type === "gAMA") contents.addGroup("PNG", { Gamma: scaled(0) });
	else if (type === "pHYs") {
		const unit = data[8] === 1 ? "metre" : "unknown";
		contents.addGroup("PNG", {
			PixelsPerUnitX: u32(data, 0),
			PixelsPerUnitY: u32(data, 4),
			PixelUnits: unit,
		});
	} else if (type === "tIME") {
		const time = `${u16(data, 0)}-${twoDigits(2)}-${twoDigits(3)} ${twoDigits(4)}:${twoDigits(5)}:${twoDigits(6)}Z`;
		contents.addGroup("PNG", { ModifyDate: time });
	} else if (type === "bKGD") contents.addGroup("PNG", { BackgroundColor: Array.from(data) });
	else if (type === "acTL") {
		contents.animated = u32(data, 0) > 1;
		contents.addGroup("PNG", { AnimationFrames: u32(data, 0), AnimationPlays: u32(data, 4) });
	} else if (type === "cHRM") {
		const names = ["WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY"];
		contents.addGroup("PNG", Object.fromEntries(names.map((name, index) => [name, scaled(index * 4)])));
	}
}

/** `IHDR` (PNG, third edition, 11.2.1). */
function readHeader(data: Uint8Array, contents: ImageContents): void {
	const [width, height] = [u32(data, 0), u32(data, 4)];
	if (width > 0 && height > 0) contents.size ??= { width, height, source: "PNG header" };
	const colors = new Map([
		[0, "Grayscale"],
		[2, "RGB"],
		[3, "Palette"],
		[4, "Grayscale with alpha"],
		[6, "RGB with alpha"],
	]);
	contents.addGroup("PNG", {
		ImageWidth: width,
		ImageHeight: height,
		BitDepth: data[8],
		ColorType: colors.get(data[9] ?? -1) ?? data[9],
		Compression: data[10] === 0 ? "Deflate" : data[10],
		Filter: data[11] === 0 ? "Adaptive" : data[11],
		Interlace: data[12] === 1 ? "Adam7" : "None",
	});
}

/**
 * Finds the chunks after a long picture without reading the picture: bytes in the tail that look like a chunk are one
 * if the chunks that follow lead exactly to `IEND`.
 */
async function readTail(from: number, reader: RangedReader, contents: ImageContents): Promise<void> {
	const start = Math.max(from, reader.size - TAIL_BYTES);
	const tail = await reader.read(start, reader.size - start);
	const deadEnds = new Set<number>();
	for (let at = 0; at + CHUNK_OVERHEAD_BYTES <= tail.length; at++) {
		if (!TAIL_TYPES.has(latin1(tail, at + 4, 4))) continue;
		const chunks = chunksToEnd(tail, at, deadEnds);
		if (chunks === undefined) continue;
		for (const { type, at: chunkAt, length } of chunks) {
			await readChunk(type, { at: start + chunkAt + 8, length, reader, contents });
		}
		return;
	}
	if (!startsWith(tail, "IEND", tail.length - 8))
		contents.addDefect("The file ends in the middle of the picture.");
}

/** One chunk in the tail; `at` is its offset there. */
interface TailChunk {
	readonly type: string;
	readonly at: number;
	readonly length: number;
}

/**
 * The chunks from `from` up to `IEND`; `undefined` where they do not lead there. `deadEnds` collects the offsets that
 * lead nowhere, so that none is walked twice: the search stays linear in a tail full of false chunks.
 */
function chunksToEnd(tail: Uint8Array, from: number, deadEnds: Set<number>): TailChunk[] | undefined {
	const chunks: TailChunk[] = [];
	for (let at = from; at + CHUNK_OVERHEAD_BYTES <= tail.length && !deadEnds.has(at); ) {
		const length = u32(tail, at);
		const type = latin1(tail, at + 4, 4);
		if (type === "IEND") return chunks;
		if (!/^[A-Za-z]{4}$/.test(type)) break;
		chunks.push({ type, at, length });
		at += CHUNK_OVERHEAD_BYTES + length;
	}
	deadEnds.add(from);
	for (const { at } of chunks) deadEnds.add(at);
	return undefined;
}
