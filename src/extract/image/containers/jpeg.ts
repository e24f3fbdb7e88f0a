import { concat, latin1, startsWith, u16, u32 } from "../../bytes/bytes.ts";
import { decodeText, untilNul } from "../../bytes/text.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_IRB_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import type { Pieces } from "../pieces.ts";
import { addTiffBlock } from "./tiff.ts";

const EXIF = "Exif\0\0";
const XMP = "http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
const ICC = "ICC_PROFILE\0";
const PHOTOSHOP = "Photoshop 3.0\0";

/** Bytes of one segment that decide what it is. */
const SIGNATURE_BYTES = 40;

/** Markers (ISO 10918-1, table B.1). */
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const COMMENT = 0xfe;

/** Names of the coding processes, by frame marker. */
const PROCESSES: ReadonlyMap<number, string> = new Map([
	[0xc0, "Baseline DCT"],
	[0xc1, "Extended sequential DCT"],
	[0xc2, "Progressive DCT"],
	[0xc3, "Lossless"],
	[0xc9, "Extended sequential DCT, arithmetic coding"],
	[0xca, "Progressive DCT, arithmetic coding"],
]);

/** Pieces that may be spread over many segments. */
interface Spread {
	readonly exif: { readonly at: number; readonly parts: Uint8Array[] }[];
	readonly icc: { readonly order: number; readonly bytes: Uint8Array }[];
	readonly photoshop: { readonly at: number; readonly bytes: Uint8Array }[];
	readonly extension: { readonly offset: number; readonly bytes: Uint8Array }[];
	readonly comments: string[];
}

/**
 * Walks the segments up to the first scan: the head alone, whatever the size of the picture. `start` is where the JPEG
 * stands in the file.
 */
export async function readJpeg(reader: RangedReader, pieces: Pieces, start = 0): Promise<void> {
	const spread: Spread = { exif: [], icc: [], photoshop: [], extension: [], comments: [] };
	const scanAt = await walkSegments(reader, pieces, spread, start + 2);
	if (scanAt === undefined) pieces.defect("The file ends before the picture begins.");
	else await checkEnd(reader, pieces, scanAt);
	await joinSpread(spread, pieces);
}

/** Gives where the scan begins. Each round moves forward by at least two bytes. */
async function walkSegments(
	reader: RangedReader,
	pieces: Pieces,
	spread: Spread,
	from: number,
): Promise<number | undefined> {
	let at = from;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, SIGNATURE_BYTES + 4);
		if (head.length < 4) return undefined;
		const marker = head[1] ?? 0;
		if (head[0] !== 0xff) {
			pieces.defect(`The structure of the JPEG breaks at byte ${at}.`);
			return undefined;
		}
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		if (marker === START_OF_SCAN) return at;
		if (marker === END_OF_IMAGE) return undefined;
		const length = u16(head, 2);
		if (length < 2) {
			pieces.defect(`A segment of the JPEG at byte ${at} has an impossible length.`);
			return undefined;
		}
		if (at + 2 + length > reader.size) pieces.defect("The file ends in the middle of its header.");
		await readSegment(marker, head.subarray(4), { at: at + 4, length: length - 2, reader, pieces, spread });
		at += 2 + length;
	}
	pieces.defect("The JPEG has more segments than a photo can need.");
	return undefined;
}

interface Segment {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly pieces: Pieces;
	readonly spread: Spread;
}

async function readSegment(marker: number, head: Uint8Array, segment: Segment): Promise<void> {
	const { at, length, reader, pieces, spread } = segment;
	const body = (skip: number) => reader.read(at + skip, length - skip);
	if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
		frame(marker, head, pieces);
	} else if (marker === 0xe0 && startsWith(head, "JFIF\0")) jfif(head, pieces);
	else if (marker === 0xe1 && startsWith(head, EXIF)) addExif(await body(6), at + 6, spread);
	else if (marker === 0xe1 && startsWith(head, XMP)) pieces.xmp.push(await body(XMP.length));
	else if (marker === 0xe1 && startsWith(head, XMP_EXTENSION))
		addExtension(await body(XMP_EXTENSION.length), spread);
	else if (marker === 0xe2 && startsWith(head, ICC))
		spread.icc.push({ order: head[12] ?? 0, bytes: await body(14) });
	else if (marker === 0xed && startsWith(head, PHOTOSHOP)) {
		spread.photoshop.push({ at: at + PHOTOSHOP.length, bytes: await body(PHOTOSHOP.length) });
	} else if (marker === 0xee && startsWith(head, "Adobe") && length >= 12) adobe(head, pieces);
	else if (marker === COMMENT) spread.comments.push(untilNul(decodeText(await body(0))));
}

/** ISO 10918-1, B.2.2. */
function frame(marker: number, head: Uint8Array, pieces: Pieces): void {
	const [height, width] = [u16(head, 1), u16(head, 3)];
	if (width > 0 && height > 0) pieces.size ??= { width, height, source: "JPEG frame header" };
	pieces.group("JPEG", {
		ImageWidth: width,
		ImageHeight: height,
		BitsPerSample: head[0],
		ColorComponents: head[5],
		EncodingProcess: PROCESSES.get(marker) ?? `Process ${marker - 0xc0}`,
	});
}

/** JFIF 1.02, the APP0 marker segment. */
function jfif(head: Uint8Array, pieces: Pieces): void {
	pieces.group("JFIF", {
		JFIFVersion: `${head[5] ?? 0}.${String(head[6] ?? 0).padStart(2, "0")}`,
		ResolutionUnit: ["none", "inches", "cm"][head[7] ?? 0],
		XResolution: u16(head, 8),
		YResolution: u16(head, 10),
		ThumbnailWidth: head[12],
		ThumbnailHeight: head[13],
	});
}

/** Adobe Technical Note 5116, section 18. */
function adobe(head: Uint8Array, pieces: Pieces): void {
	pieces.group("Adobe", {
		DCTEncodeVersion: u16(head, 5),
		APP14Flags0: u16(head, 7),
		APP14Flags1: u16(head, 9),
		ColorTransform: ["Unknown (RGB or CMYK)", "YCbCr", "YCCK"][head[11] ?? 0] ?? head[11],
	});
}

/** A block longer than one segment goes on in the next, without a TIFF header of its own. */
function addExif(bytes: Uint8Array, at: number, spread: Spread): void {
	const last = spread.exif.at(-1);
	if (last === undefined || /^(II|MM)/.test(latin1(bytes, 0, 2))) spread.exif.push({ at, parts: [bytes] });
	else last.parts.push(bytes);
}

/** XMP Specification Part 3, 1.1.3.1: 32 characters of digest, whole length, offset of this part. */
function addExtension(bytes: Uint8Array, spread: Spread): void {
	spread.extension.push({ offset: u32(bytes, 36), bytes: bytes.subarray(40) });
}

async function joinSpread(spread: Spread, pieces: Pieces): Promise<void> {
	for (const { at, parts } of spread.exif) {
		const place = parts.length === 1 ? at : undefined;
		await addTiffBlock(concat(parts).subarray(0, MAX_EXIF_BYTES), place, pieces);
	}
	if (spread.extension.length > 0) {
		const parts = spread.extension.sort((a, b) => a.offset - b.offset).map(({ bytes }) => bytes);
		if (parts.reduce((sum, { length }) => sum + length, 0) <= MAX_XMP_BYTES) pieces.xmp.push(concat(parts));
		else pieces.notice("The extended XMP packet is too long and was left out.");
	}
	if (spread.icc.length > 0) {
		const parts = spread.icc.sort((a, b) => a.order - b.order).map(({ bytes }) => bytes);
		pieces.icc ??= concat(parts).subarray(0, MAX_ICC_BYTES);
	}
	const first = spread.photoshop[0];
	if (first !== undefined) {
		const bytes = concat(spread.photoshop.map((part) => part.bytes)).subarray(0, MAX_IRB_BYTES);
		const kept = readPhotoshop(bytes, spread.photoshop.length === 1 ? first.at : undefined, pieces);
		if (pieces.tiffs.length === 0) for (const { block, at } of kept) await addTiffBlock(block, at, pieces);
	}
	const comment = spread.comments.filter((text) => text !== "").join("\n");
	if (comment !== "") pieces.group("Comment", { Comment: comment });
}

/** Bytes at the end of a file that tell whether it was cut: enough that coded picture data shows its stuffed bytes. */
const TAIL_BYTES = 4096;

/** Stuffed bytes that a tail without an end marker must hold before it is taken for picture data that was cut. */
const LEAST_STUFFED = 4;

/**
 * Looks for the end marker. A file that was read whole with its head is searched whole. Of a longer one the tail is
 * read: trailers of all sorts follow a JPEG (a film, a second picture), so only a tail that is picture data through and
 * through, where every 0xFF is followed by a stuffed 0 or a restart marker (ISO 10918-1, B.1.1.5), was cut.
 */
async function checkEnd(reader: RangedReader, pieces: Pieces, scanAt: number): Promise<void> {
	const whole = reader.bytes >= reader.size;
	const from = whole ? scanAt : Math.max(scanAt, reader.size - TAIL_BYTES);
	const tail = await (whole ? reader.read(from, reader.size - from) : reader.peek(from, reader.size - from));
	let stuffed = 0;
	for (let at = 0; at + 1 < tail.length; at++) {
		if (tail[at] !== 0xff) continue;
		const next = tail[at + 1] ?? 0;
		if (next === END_OF_IMAGE) return;
		if (next === 0 || (next >= 0xd0 && next <= 0xd7)) stuffed += 1;
		else if (!whole) return;
	}
	if (whole || stuffed >= LEAST_STUFFED) pieces.defect("The file ends in the middle of the picture.");
}
