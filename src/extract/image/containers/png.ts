import { latin1, startsWith, u16, u32 } from "../../bytes/bytes.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_TEXT_CHUNK_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { readPngText } from "./png-text.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of the signature, and of a chunk's length, type and check sum (PNG, third edition, 5.3). */
const SIGNATURE_BYTES = 8;
const FRAME_BYTES = 12;

/** Bytes of picture data that are stepped through to find what stands behind them; beyond, only the tail is looked at. */
const PICTURE_BYTES = 128 * 1024;

/** Bytes of the tail: what is written behind the picture is text of a few KB. */
const TAIL_BYTES = 64 * 1024;

/** Chunks that may stand behind the picture and tell something. */
const TAIL_TYPES: ReadonlySet<string> = new Set(["tEXt", "zTXt", "iTXt", "eXIf", "tIME"]);

/** Longest chunk that is read, by type; a type that is not here is stepped over. */
const READ_BYTES: ReadonlyMap<string, number> = new Map([
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

/** Walks the chunks. Each round moves forward by at least twelve bytes. */
export async function readPng(reader: RangedReader, pieces: Pieces): Promise<void> {
	let at = SIGNATURE_BYTES;
	let pictureAt: number | undefined;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, 8);
		if (head.length < 8) return pieces.defect("The file ends in the middle: its last chunk is missing.");
		const length = u32(head, 0);
		const type = latin1(head, 4, 4);
		if (!/^[A-Za-z]{4}$/.test(type)) return pieces.defect(`The structure of the PNG breaks at byte ${at}.`);
		if (type === "IEND") return;
		if (at + FRAME_BYTES + length > reader.size) {
			pieces.defect(`The file ends in the middle of ${type === "IDAT" ? "the picture" : "a chunk"}.`);
		}
		if (type === "IDAT") pictureAt ??= at;
		await readChunk(type, { at: at + 8, length, reader, pieces });
		at += FRAME_BYTES + length;
		if (pictureAt !== undefined && at - pictureAt > PICTURE_BYTES && length < TAIL_BYTES) {
			return readTail(at, reader, pieces);
		}
	}
	pieces.defect("The PNG has more chunks than a picture can need.");
}

interface Chunk {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly pieces: Pieces;
}

async function readChunk(type: string, { at, length, reader, pieces }: Chunk): Promise<void> {
	const longest = READ_BYTES.get(type);
	if (longest === undefined) return;
	if (length > longest)
		return pieces.notice(`A ${type} chunk of ${length} bytes is too long and was left out.`);
	const data = await reader.read(at, length);
	if (data.length < length) return;
	if (type === "eXIf") {
		const skip = startsWith(data, "Exif\0\0") ? 6 : 0;
		await addTiffBlock(data.subarray(skip), at + skip, pieces);
	} else if (type === "iCCP") colorProfile(data, pieces);
	else if (type.endsWith("Xt")) await readPngText(type, data, pieces);
	else smallChunk(type, data, pieces);
}

/** Name, NUL, method, zlib data (11.3.2.3). */
function colorProfile(data: Uint8Array, pieces: Pieces): void {
	const end = data.indexOf(0);
	if (end === -1) return;
	pieces.group("PNG", { ProfileName: latin1(data, 0, end) });
	const profile = pieces.unpacker.inflate(data.subarray(end + 2));
	if (profile === undefined) pieces.defect("The colour profile cannot be unpacked.");
	else pieces.icc ??= profile;
}

/** The chunks of fixed length (11.2 and 11.3). */
function smallChunk(type: string, data: Uint8Array, pieces: Pieces): void {
	const share = (at: number) => u32(data, at) / 100_000;
	const two = (at: number) => String(data[at] ?? 0).padStart(2, "0");
	if (type === "IHDR") header(data, pieces);
	else if (type === "sRGB") {
		const intents = ["Perceptual", "Relative colorimetric", "Saturation", "Absolute colorimetric"];
		pieces.group("PNG", { SRGBRendering: intents[data[0] ?? 0] ?? data[0] });
	} else if (type === "gAMA") pieces.group("PNG", { Gamma: share(0) });
	else if (type === "pHYs") {
		const unit = data[8] === 1 ? "metre" : "unknown";
		pieces.group("PNG", { PixelsPerUnitX: u32(data, 0), PixelsPerUnitY: u32(data, 4), PixelUnits: unit });
	} else if (type === "tIME") {
		const time = `${u16(data, 0)}-${two(2)}-${two(3)} ${two(4)}:${two(5)}:${two(6)}Z`;
		pieces.group("PNG", { ModifyDate: time });
	} else if (type === "bKGD") pieces.group("PNG", { BackgroundColor: Array.from(data) });
	else if (type === "acTL") {
		pieces.animated = u32(data, 0) > 1;
		pieces.group("PNG", { AnimationFrames: u32(data, 0), AnimationPlays: u32(data, 4) });
	} else if (type === "cHRM") {
		const names = ["WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY"];
		pieces.group("PNG", Object.fromEntries(names.map((name, index) => [name, share(index * 4)])));
	}
}

function header(data: Uint8Array, pieces: Pieces): void {
	const [width, height] = [u32(data, 0), u32(data, 4)];
	if (width > 0 && height > 0) pieces.size ??= { width, height, source: "PNG header" };
	const colors = new Map([
		[0, "Grayscale"],
		[2, "RGB"],
		[3, "Palette"],
		[4, "Grayscale with alpha"],
		[6, "RGB with alpha"],
	]);
	pieces.group("PNG", {
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
 * Finds the chunks behind a long picture without reading it: a place in the tail that looks like a chunk is one when
 * the chain from it ends exactly with the end of the file.
 */
async function readTail(from: number, reader: RangedReader, pieces: Pieces): Promise<void> {
	const start = Math.max(from, reader.size - TAIL_BYTES);
	const tail = await reader.read(start, reader.size - start);
	const dead = new Set<number>();
	for (let at = 0; at + FRAME_BYTES <= tail.length; at++) {
		if (!TAIL_TYPES.has(latin1(tail, at + 4, 4))) continue;
		const chain = chainToEnd(tail, at, dead);
		if (chain === undefined) continue;
		for (const { type, at: chunkAt, length } of chain) {
			await readChunk(type, { at: start + chunkAt + 8, length, reader, pieces });
		}
		return;
	}
	if (!startsWith(tail, "IEND", tail.length - 8))
		pieces.defect("The file ends in the middle of the picture.");
}

interface Link {
	readonly type: string;
	readonly at: number;
	readonly length: number;
}

/** `dead` holds places from which no chain reaches the end, so that none is walked twice. */
function chainToEnd(tail: Uint8Array, from: number, dead: Set<number>): Link[] | undefined {
	const chain: Link[] = [];
	for (let at = from; at + FRAME_BYTES <= tail.length && !dead.has(at); ) {
		const length = u32(tail, at);
		const type = latin1(tail, at + 4, 4);
		if (type === "IEND") return chain;
		if (!/^[A-Za-z]{4}$/.test(type)) break;
		chain.push({ type, at, length });
		at += FRAME_BYTES + length;
	}
	dead.add(from);
	for (const { at } of chain) dead.add(at);
	return undefined;
}
