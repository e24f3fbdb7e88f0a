import { type Box, readBoxes } from "../../bytes/boxes.ts";
import { latin1, u16, u32 } from "../../bytes/bytes.ts";
import { MAX_EXIF_BLOCKS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { type HeifItem, type HeifItems, readItems } from "./heif-items.ts";
import { addTiffBlock } from "./tiff.ts";

/** Longest `meta` box that is read: a photo of many tiles takes 5–20 KB of items and properties. */
const MAX_META_BYTES = 1024 * 1024;

/** Colour primaries (ITU-T H.273, table 2) with a well-known name. */
const PRIMARIES: ReadonlyMap<number, string> = new Map([
	[1, "BT.709"],
	[9, "BT.2020"],
	[11, "DCI-P3"],
	[12, "Display P3"],
]);

/** Reads HEIC, HEIF and AVIF: the items and properties of `meta`, then the blocks that the items point to. */
export async function readHeif(reader: RangedReader, contents: ImageContents): Promise<void> {
	const { boxes, intact } = await readBoxes(reader, 0, reader.size);
	if (!intact) contents.addDefect("The file ends in the middle of a box, or a box has an impossible length.");
	const brand = boxes.find(({ type }) => type === "ftyp");
	if (brand !== undefined)
		contents.addGroup("HEIF", { MajorBrand: latin1(await reader.read(brand.start, 4)) });
	contents.animated = boxes.some(({ type }) => type === "moov");
	const meta = boxes.find(({ type }) => type === "meta");
	if (meta === undefined) return contents.addDefect("The box that describes the picture is missing.");
	if (meta.end - meta.start > MAX_META_BYTES)
		return contents.addDefect("The box that describes the picture is too long.");
	const inner = await readBoxes(reader, meta.start + 4, meta.end);
	if (!inner.intact) contents.addDefect("The box that describes the picture is damaged.");
	const items = await readItems(reader, inner.boxes, contents);
	await readProperties(reader, inner.boxes, items, contents);
	await readItemContents(reader, items, contents);
}

async function readItemContents(
	reader: RangedReader,
	items: HeifItems,
	contents: ImageContents,
): Promise<void> {
	const blocks = items.items.filter(({ type }) => type !== "jpeg").slice(0, MAX_EXIF_BLOCKS);
	for (const item of [...blocks, ...items.items.filter(({ type }) => type === "jpeg")]) {
		if (item.type === "Exif") await readExif(reader, item, contents);
		else if (item.type === "mime" && /rdf\+xml|^text\/xml|^application\/xml/.test(item.contentType)) {
			contents.xmp.push(await itemBytes(reader, item, MAX_XMP_BYTES));
		} else if (item.type === "jpeg" && items.thumbnails.has(item.id)) {
			const [only, ...more] = item.extents;
			if (only !== undefined && more.length === 0) contents.thumbnail ??= { ...only, mime: "image/jpeg" };
		}
	}
}

/** ISO/IEC 23008-12, A.2.1: the first four bytes give the distance from their end to the TIFF header. */
async function readExif(reader: RangedReader, item: HeifItem, contents: ImageContents): Promise<void> {
	const bytes = await itemBytes(reader, item, MAX_EXIF_BYTES);
	const skip = 4 + u32(bytes, 0);
	const [only, ...more] = item.extents;
	if (only === undefined || skip >= bytes.length)
		return contents.addDefect("The EXIF block is missing or empty.");
	await addTiffBlock(bytes.subarray(skip), more.length === 0 ? only.offset + skip : undefined, contents);
}

async function itemBytes(reader: RangedReader, item: HeifItem, maxBytes: number): Promise<Uint8Array> {
	const out = new Uint8Array(
		Math.min(
			maxBytes,
			item.extents.reduce((sum, { length }) => sum + length, 0),
		),
	);
	let at = 0;
	for (const { offset, length } of item.extents) {
		if (at >= out.length) break;
		const bytes = await reader.read(offset, Math.min(length, out.length - at));
		out.set(bytes, at);
		at += bytes.length;
	}
	return out.subarray(0, at);
}

/** Reads the properties of the primary item: size, orientation and colours. */
async function readProperties(
	reader: RangedReader,
	boxes: readonly Box[],
	items: HeifItems,
	contents: ImageContents,
): Promise<void> {
	const container = boxes.find(({ type }) => type === "iprp");
	if (container === undefined) return;
	const { boxes: parts } = await readBoxes(reader, container.start, container.end);
	const store = parts.find(({ type }) => type === "ipco");
	if (store === undefined) return;
	const { boxes: properties } = await readBoxes(reader, store.start, store.end);
	const indexes = await associatedProperties(reader, parts, items.primaryId);
	const chosen = indexes.flatMap((index) => properties[index - 1] ?? []);
	// Without associations every property is read, and the largest size wins.
	for (const property of chosen.length > 0 ? chosen : properties)
		await readProperty(reader, property, contents);
	// Some writers give colours for the tiles only.
	const hasColors = chosen.some(({ type }) => type === "colr");
	const colors = hasColors ? undefined : properties.find(({ type }) => type === "colr");
	if (colors !== undefined) await readProperty(reader, colors, contents);
	contents.orientation = exifOrientation(
		await firstByte(reader, chosen, "irot"),
		await firstByte(reader, chosen, "imir"),
	);
}

async function firstByte(
	reader: RangedReader,
	boxes: readonly Box[],
	type: string,
): Promise<number | undefined> {
	const box = boxes.find((other) => other.type === type);
	return box === undefined ? undefined : (await reader.read(box.start, 1))[0];
}

async function readProperty(
	reader: RangedReader,
	{ type, start, end }: Box,
	contents: ImageContents,
): Promise<void> {
	const data = await reader.read(start, Math.min(end - start, MAX_ICC_BYTES));
	if (type === "ispe") {
		const [width, height] = [u32(data, 4), u32(data, 8)];
		const larger = width * height > (contents.size?.width ?? 0) * (contents.size?.height ?? 0);
		if (larger) contents.size = { width, height, source: "HEIF image spatial extents" };
	} else if (type === "pixi") {
		contents.addGroup("HEIF", { ImagePixelDepth: Array.from(data.subarray(5, 5 + (data[4] ?? 0))) });
	} else if (type === "colr") readColors(data, contents);
	else if (type === "hvcC") {
		contents.addGroup("HEIF", { Compression: "HEVC", BitDepthLuma: ((data[17] ?? 0) & 7) + 8 });
	} else if (type === "av1C") contents.addGroup("HEIF", { Compression: "AV1" });
}

/** `colr` (ISO/IEC 14496-12, 12.1.5): an ICC profile, or code points that name the colours. */
function readColors(data: Uint8Array, contents: ImageContents): void {
	const colorType = latin1(data, 0, 4);
	if (colorType === "prof" || colorType === "rICC") contents.icc ??= data.subarray(4);
	if (colorType !== "nclx") return;
	const primaries = u16(data, 4);
	contents.addGroup("HEIF", {
		ColorPrimaries: PRIMARIES.get(primaries),
		ColorPrimariesCode: primaries,
		TransferCharacteristics: u16(data, 6),
		MatrixCoefficients: u16(data, 8),
		VideoFullRange: ((data[10] ?? 0) & 0x80) !== 0,
	});
}

/** EXIF's orientation for `irot`, in quarter turns anticlockwise, and `imir` (ISO/IEC 23008-12, 6.5.10 and 6.5.12). */
function exifOrientation(rotation: number | undefined, mirror: number | undefined): number | undefined {
	if (rotation === undefined && mirror === undefined) return undefined;
	const quarters = (rotation ?? 0) & 3;
	if (mirror === undefined) return [1, 8, 3, 6][quarters];
	return ((mirror & 1) === 1 ? [2, 7, 4, 5] : [4, 5, 2, 7])[quarters];
}

/** Indexes, from 1, of the properties of one item (`ipma`, ISO/IEC 23008-12, 9.3.1). */
async function associatedProperties(
	reader: RangedReader,
	parts: readonly Box[],
	item: number,
): Promise<number[]> {
	const found: number[] = [];
	for (const box of parts.filter(({ type }) => type === "ipma")) {
		const data = await reader.read(box.start, Math.min(box.end - box.start, MAX_META_BYTES));
		const wide = ((data[3] ?? 0) & 1) === 1;
		const long = (data[0] ?? 0) > 0;
		const count = u32(data, 4);
		let at = 8;
		for (let entry = 0; entry < count && at < data.length; entry++) {
			const id = long ? u32(data, at) : u16(data, at);
			at += long ? 4 : 2;
			const indexBytes = wide ? 2 : 1;
			const associations = data[at] ?? 0;
			at += 1;
			for (let index = 0; index < associations && id === item; index++) {
				found.push(wide ? u16(data, at + index * 2) & 0x7fff : (data[at + index] ?? 0) & 0x7f);
			}
			at += associations * indexBytes;
		}
	}
	return found;
}
