import { concat, latin1, startsWith, u16, u32 } from "../../bytes/bytes.ts";
import { decodeText, untilNul } from "../../bytes/text.ts";
import { MAX_CONTAINERS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_IRB_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import type { ImageContents } from "../image-contents.ts";
import { addTiffBlock } from "./tiff.ts";

const EXIF = "Exif\0\0";
const XMP = "http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
const ICC = "ICC_PROFILE\0";
const PHOTOSHOP = "Photoshop 3.0\0";

/** Bytes of a segment that are read to identify it: more than the longest signature above. */
const SIGNATURE_BYTES = 40;

/** Markers (ISO/IEC 10918-1, table B.1). */
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const COMMENT = 0xfe;

/** Coding processes by their start-of-frame marker (ISO/IEC 10918-1, table B.1). */
const PROCESSES: ReadonlyMap<number, string> = new Map([
	[0xc0, "Baseline DCT"],
	[0xc1, "Extended sequential DCT"],
	[0xc2, "Progressive DCT"],
	[0xc3, "Lossless"],
	[0xc9, "Extended sequential DCT, arithmetic coding"],
	[0xca, "Progressive DCT, arithmetic coding"],
]);

/** Blocks that may be split over several segments. `at` is the offset in the file. */
interface SplitBlocks {
	readonly exif: { readonly at: number; readonly parts: Uint8Array[] }[];
	readonly icc: { readonly order: number; readonly bytes: Uint8Array }[];
	readonly photoshop: { readonly at: number; readonly bytes: Uint8Array }[];
	readonly extension: { readonly offset: number; readonly bytes: Uint8Array }[];
	readonly comments: string[];
}

/**
 * Walks the segments up to the first scan, so the cost does not depend on the picture's size. `start` is the JPEG's
 * offset in the file.
 */
export async function readJpeg(reader: RangedReader, contents: ImageContents, start = 0): Promise<void> {
	const split: SplitBlocks = { exif: [], icc: [], photoshop: [], extension: [], comments: [] };
	const scanAt = await walkSegments(reader, contents, split, start + 2);
	if (scanAt === undefined) contents.addDefect("The file ends before the picture begins.");
	else await checkEnd(reader, contents, scanAt);
	await joinSplitBlocks(split, contents);
}

/** The offset of the first scan; `undefined` where there is none. Every iteration advances by at least one byte. */
async function walkSegments(
	reader: RangedReader,
	contents: ImageContents,
	split: SplitBlocks,
	from: number,
): Promise<number | undefined> {
	let at = from;
	for (let count = 0; count < MAX_CONTAINERS; count++) {
		const head = await reader.read(at, SIGNATURE_BYTES + 4);
		if (head.length < 4) return undefined;
		const marker = head[1] ?? 0;
		if (head[0] !== 0xff) {
			contents.addDefect(`The JPEG structure is broken at byte ${at}.`);
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
			contents.addDefect(`The JPEG segment at byte ${at} has an impossible length.`);
			return undefined;
		}
		if (at + 2 + length > reader.size) contents.addDefect("The file ends in the middle of its header.");
		await readSegment(marker, head.subarray(4), { at: at + 4, length: length - 2, reader, contents, split });
		at += 2 + length;
	}
	contents.addDefect("The JPEG has more segments than any photo needs.");
	return undefined;
}

/** One segment's payload: everything after its marker and length. */
interface Segment {
	readonly at: number;
	readonly length: number;
	readonly reader: RangedReader;
	readonly contents: ImageContents;
	readonly split: SplitBlocks;
}

async function readSegment(marker: number, head: Uint8Array, segment: Segment): Promise<void> {
	const { at, length, reader, contents, split } = segment;
	const body = (skip: number) => reader.read(at + skip, length - skip);
	if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
		readFrame(marker, head, contents);
	} else if (marker === 0xe0 && startsWith(head, "JFIF\0")) readJfif(head, contents);
	else if (marker === 0xe1 && startsWith(head, EXIF)) addExif(await body(6), at + 6, split);
	else if (marker === 0xe1 && startsWith(head, XMP)) contents.xmp.push(await body(XMP.length));
	else if (marker === 0xe1 && startsWith(head, XMP_EXTENSION))
		addExtension(await body(XMP_EXTENSION.length), split);
	else if (marker === 0xe2 && startsWith(head, ICC))
		split.icc.push({ order: head[12] ?? 0, bytes: await body(14) });
	else if (marker === 0xed && startsWith(head, PHOTOSHOP)) {
		split.photoshop.push({ at: at + PHOTOSHOP.length, bytes: await body(PHOTOSHOP.length) });
	} else if (marker === 0xee && startsWith(head, "Adobe") && length >= 12) readAdobe(head, contents);
	else if (marker === COMMENT) split.comments.push(untilNul(decodeText(await body(0))));
}

/** Frame header (ISO/IEC 10918-1, B.2.2). */
function readFrame(marker: number, head: Uint8Array, contents: ImageContents): void {
	const [height, width] = [u16(head, 1), u16(head, 3)];
	if (width > 0 && height > 0) contents.size ??= { width, height, source: "JPEG frame header" };
	contents.addGroup("JPEG", {
		ImageWidth: width,
		ImageHeight: height,
		BitsPerSample: head[0],
		ColorComponents: head[5],
		EncodingProcess: PROCESSES.get(marker) ?? `Process ${marker - 0xc0}`,
	});
}

/** APP0 marker segment (JFIF 1.02). */
function readJfif(head: Uint8Array, contents: ImageContents): void {
	contents.addGroup("JFIF", {
		JFIFVersion: `${head[5] ?? 0}.${String(head[6] ?? 0).padStart(2, "0")}`,
		ResolutionUnit: ["none", "inches", "cm"][head[7] ?? 0],
		XResolution: u16(head, 8),
		YResolution: u16(head, 10),
		ThumbnailWidth: head[12],
		ThumbnailHeight: head[13],
	});
}

/** APP14 marker segment (Adobe Technical Note 5116, section 18). */
function readAdobe(head: Uint8Array, contents: ImageContents): void {
	contents.addGroup("Adobe", {
		DCTEncodeVersion: u16(head, 5),
		APP14Flags0: u16(head, 7),
		APP14Flags1: u16(head, 9),
		ColorTransform: ["Unknown (RGB or CMYK)", "YCbCr", "YCCK"][head[11] ?? 0] ?? head[11],
	});
}

/** A block longer than one segment continues in the next one, without a TIFF header of its own. */
function addExif(bytes: Uint8Array, at: number, split: SplitBlocks): void {
	const last = split.exif.at(-1);
	if (last === undefined || /^(II|MM)/.test(latin1(bytes, 0, 2))) split.exif.push({ at, parts: [bytes] });
	else last.parts.push(bytes);
}

/** XMP Specification Part 3, 1.1.3.1: a digest of 32 characters, the full length, the offset of this part. */
function addExtension(bytes: Uint8Array, split: SplitBlocks): void {
	split.extension.push({ offset: u32(bytes, 36), bytes: bytes.subarray(40) });
}

async function joinSplitBlocks(split: SplitBlocks, contents: ImageContents): Promise<void> {
	for (const { at, parts } of split.exif) {
		const offset = parts.length === 1 ? at : undefined;
		await addTiffBlock(concat(parts).subarray(0, MAX_EXIF_BYTES), offset, contents);
	}
	if (split.extension.length > 0) {
		const parts = split.extension.sort((a, b) => a.offset - b.offset).map(({ bytes }) => bytes);
		if (parts.reduce((sum, { length }) => sum + length, 0) <= MAX_XMP_BYTES) contents.xmp.push(concat(parts));
		else contents.addNotice("The extended XMP packet is too long and was left out.");
	}
	if (split.icc.length > 0) {
		const parts = split.icc.sort((a, b) => a.order - b.order).map(({ bytes }) => bytes);
		contents.icc ??= concat(parts).subarray(0, MAX_ICC_BYTES);
	}
	const first = split.photoshop[0];
	if (first !== undefined) {
		const bytes = concat(split.photoshop.map((part) => part.bytes)).subarray(0, MAX_IRB_BYTES);
		const exifResources = readPhotoshop(bytes, split.photoshop.length === 1 ? first.at : undefined, contents);
		if (contents.tiffs.length === 0)
			for (const { block, at } of exifResources) await addTiffBlock(block, at, contents);
	}
	const comment = split.comments.filter((text) => text !== "").join("\n");
	if (comment !== "") contents.addGroup("Comment", { Comment: comment });
}

/**
 * Bytes at the end of the file that show whether it was cut off: enough for coded picture data to show its stuffed
 * bytes.
 */
const TAIL_BYTES = 4096;

/** Stuffed bytes needed before a tail without an end marker counts as picture data that was cut off. */
const MIN_STUFFED_BYTES = 4;

/**
 * Looks for the end marker. A file that is already in memory is searched completely. Of a longer one only the tail is
 * read: all kinds of trailers follow a JPEG (a video, a second picture), so the file counts as cut off only if its tail
 * is nothing but picture data, where every 0xFF is followed by a stuffed 0 or a restart marker (ISO/IEC 10918-1, B.1.1.5).
 */
async function checkEnd(reader: RangedReader, contents: ImageContents, scanAt: number): Promise<void> {
	const whole = reader.bytesRead >= reader.size;
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
	if (whole || stuffed >= MIN_STUFFED_BYTES)
		contents.addDefect("The file ends in the middle of the picture.");
}
