import type { Json } from "../../../protocol/files/facts.ts";
import { latin1, startsWith, u16, u32 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf16, untilNul } from "../../bytes/text.ts";
import { describeBytes } from "../../json/plain-json.ts";
import { MAX_EXIF_BYTES, MAX_IRB_RESOURCES } from "../../limits.ts";
import type { ImageContents } from "../image-contents.ts";

/** Image resource IDs (Adobe Photoshop File Formats) of embedded metadata blocks and pictures. */
const IPTC_RESOURCE = 0x0404;
const THUMBNAIL_RESOURCE = 0x040c;
const ICC_RESOURCE = 0x040f;
const EXIF_RESOURCE = 0x0422;
const XMP_RESOURCE = 0x0424;

/** Bytes before the JPEG data of a thumbnail resource. */
const THUMBNAIL_HEADER_BYTES = 28;

type ReadFields = (data: Uint8Array) => { readonly [field: string]: Json };

/** How the other resources are read, by ID. */
const RESOURCE_FIELDS: ReadonlyMap<number, ReadFields> = new Map<number, ReadFields>([
	[0x03ed, resolution],
	[0x03f3, (data) => ({ PrintFlags: Array.from(data.subarray(0, 9)) })],
	[0x0406, (data) => ({ PhotoshopQuality: u16(data, 0), PhotoshopFormat: u16(data, 2) })],
	[0x040a, (data) => ({ CopyrightFlag: data[0] === 1 })],
	[0x040b, (data) => ({ URL: untilNul(decodeText(data)) })],
	[0x040d, (data) => ({ GlobalAngle: u32(data, 0) })],
	[0x0414, (data) => ({ BaseLayerID: u32(data, 0) })],
	[0x0419, (data) => ({ GlobalAltitude: u32(data, 0) })],
	[0x041e, (data) => ({ URLList: u32(data, 0) })],
	[0x0421, versionInfo],
	[
		0x0425,
		(data) => ({ IPTCDigest: Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("") }),
	],
	[0x0426, (data) => ({ PrintScale: u16(data, 0) })],
	[0x0428, (data) => ({ PixelAspectRatio: new DataView(data.slice().buffer).getFloat64(4) })],
]);

/** An EXIF block found among the image resources. */
export interface ExifResource {
	readonly block: Uint8Array;
	/** Offset in the file; `undefined` where the resources were compressed or joined from parts. */
	readonly at: number | undefined;
}

/**
 * Walks Photoshop's image resources: embedded blocks and the other resources' fields go into `contents`. EXIF is
 * returned instead, because a JPEG prefers its own APP1 block. `base` is the offset of `block` in the file.
 */
export function readPhotoshop(
	block: Uint8Array,
	base: number | undefined,
	contents: ImageContents,
): ExifResource[] {
	const exifResources: ExifResource[] = [];
	const fields = new Map<string, Json>();
	let at = 0;
	for (let count = 0; count < MAX_IRB_RESOURCES && at + 12 <= block.length; count++) {
		if (!/^(8BIM|MeSa|AgHg|PHUT|DCSR)$/.test(latin1(block, at, 4))) break;
		const number = u16(block, at + 4);
		const nameBytes = 1 + (block[at + 6] ?? 0);
		const sizeAt = at + 6 + nameBytes + (nameBytes % 2);
		const size = u32(block, sizeAt);
		const dataAt = sizeAt + 4;
		if (dataAt + size > block.length) {
			contents.addDefect("A Photoshop resource claims more bytes than the file holds.");
			break;
		}
		const data = block.subarray(dataAt, dataAt + size);
		if (number === IPTC_RESOURCE) contents.iptc.push(data);
		else if (number === ICC_RESOURCE) contents.icc ??= data;
		else if (number === XMP_RESOURCE) contents.xmp.push(data);
		else if (number === EXIF_RESOURCE && size <= MAX_EXIF_BYTES) {
			exifResources.push({ block: data, at: base === undefined ? undefined : base + dataAt });
		} else if (number === THUMBNAIL_RESOURCE && size > THUMBNAIL_HEADER_BYTES) {
			fields.set("PhotoshopThumbnail", describeBytes(size - THUMBNAIL_HEADER_BYTES));
			addThumbnail(data, base === undefined ? undefined : base + dataAt, contents);
		} else for (const [name, value] of Object.entries(describe(number, data))) fields.set(name, value);
		at = dataAt + size + (size % 2);
	}
	contents.addGroup("Photoshop", Object.fromEntries(fields));
	return exifResources;
}

function describe(number: number, data: Uint8Array): { readonly [field: string]: Json } {
	const readFields = RESOURCE_FIELDS.get(number);
	// PixelAspectRatio reads a double at offset 4, so it needs all twelve bytes.
	if (readFields !== undefined && data.length > 0 && (number !== 0x0428 || data.length >= 12))
		return readFields(data);
	return { [`Resource 0x${number.toString(16).padStart(4, "0")}`]: describeBytes(data.length) };
}

/** Format 1 is a JPEG file after the header. */
function addThumbnail(data: Uint8Array, at: number | undefined, contents: ImageContents): void {
	if (at === undefined || u32(data, 0) !== 1 || !startsWith(data, "\xff\xd8\xff", THUMBNAIL_HEADER_BYTES))
		return;
	const length = data.length - THUMBNAIL_HEADER_BYTES;
	contents.thumbnail ??= { offset: at + THUMBNAIL_HEADER_BYTES, length, mime: "image/jpeg" };
}

function resolution(data: Uint8Array): { readonly [field: string]: Json } {
	const unit = (at: number) => ["", "inches", "cm"][u16(data, at)] ?? u16(data, at);
	return {
		XResolution: u32(data, 0) / 0x10000,
		DisplayedUnitsX: unit(4),
		YResolution: u32(data, 8) / 0x10000,
		DisplayedUnitsY: unit(12),
	};
}

function versionInfo(data: Uint8Array): { readonly [field: string]: Json } {
	const writerBytes = u32(data, 5) * 2;
	const text = (at: number, bytes: number) => untilNul(decodeUtf16(data.subarray(at, at + bytes), false));
	const readerAt = 9 + writerBytes;
	return {
		HasRealMergedData: data[4] === 1,
		WriterName: text(9, writerBytes),
		ReaderName: text(readerAt + 4, u32(data, readerAt) * 2),
	};
}
