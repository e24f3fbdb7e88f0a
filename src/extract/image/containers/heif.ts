import { type Box, boxesIn } from "../../bytes/boxes.ts";
import { latin1, u16, u32 } from "../../bytes/bytes.ts";
import { MAX_BLOCKS, MAX_EXIF_BYTES, MAX_ICC_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { type HeifItem, type HeifItems, readItems } from "./heif-items.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of `meta` that are read: items and properties of a photo of many tiles take 5–20 KB. */
const MAX_META_BYTES = 1024 * 1024;

/** Names of colour primaries (ITU-T H.273, table 2) that have a name of their own. */
const PRIMARIES: ReadonlyMap<number, string> = new Map([
	[1, "BT.709"],
	[9, "BT.2020"],
	[11, "DCI-P3"],
	[12, "Display P3"],
]);

/** Reads HEIC, HEIF and AVIF: the items and properties of `meta`, then the pieces that the items point to. */
export async function readHeif(reader: RangedReader, pieces: Pieces): Promise<void> {
	const { boxes, sound } = await boxesIn(reader, 0, reader.size);
	if (!sound) pieces.defect("The file ends in the middle of a box, or a box has an impossible length.");
	const brand = boxes.find(({ type }) => type === "ftyp");
	if (brand !== undefined) pieces.group("HEIF", { MajorBrand: latin1(await reader.read(brand.start, 4)) });
	pieces.animated = boxes.some(({ type }) => type === "moov");
	const meta = boxes.find(({ type }) => type === "meta");
	if (meta === undefined) return pieces.defect("The box that describes the picture is missing.");
	if (meta.end - meta.start > MAX_META_BYTES)
		return pieces.defect("The box that describes the picture is too long.");
	const inner = await boxesIn(reader, meta.start + 4, meta.end);
	if (!inner.sound) pieces.defect("The box that describes the picture is damaged.");
	const items = await readItems(reader, inner.boxes, pieces);
	await readProperties(reader, inner.boxes, items, pieces);
	await readPieces(reader, items, pieces);
}

async function readPieces(reader: RangedReader, items: HeifItems, pieces: Pieces): Promise<void> {
	const wanted = items.list.filter(({ type }) => type !== "jpeg").slice(0, MAX_BLOCKS);
	for (const item of [...wanted, ...items.list.filter(({ type }) => type === "jpeg")]) {
		if (item.type === "Exif") await readExif(reader, item, pieces);
		else if (item.type === "mime" && /rdf\+xml|^text\/xml|^application\/xml/.test(item.contentType)) {
			pieces.xmp.push(await itemBytes(reader, item, MAX_XMP_BYTES));
		} else if (item.type === "jpeg" && items.thumbnails.has(item.id)) {
			const [only, ...more] = item.extents;
			if (only !== undefined && more.length === 0) pieces.thumbnail ??= { ...only, mime: "image/jpeg" };
		}
	}
}

/** ISO 23008-12, A.2.1: four bytes say how far behind them the TIFF header stands. */
async function readExif(reader: RangedReader, item: HeifItem, pieces: Pieces): Promise<void> {
	const bytes = await itemBytes(reader, item, MAX_EXIF_BYTES);
	const skip = 4 + u32(bytes, 0);
	const [only, ...more] = item.extents;
	if (only === undefined || skip >= bytes.length) return pieces.defect("The EXIF block is missing or empty.");
	await addTiffBlock(bytes.subarray(skip), more.length === 0 ? only.offset + skip : undefined, pieces);
}

async function itemBytes(reader: RangedReader, item: HeifItem, longest: number): Promise<Uint8Array> {
	const out = new Uint8Array(
		Math.min(
			longest,
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

/** The properties of the main picture: its size, its turn and its colours. */
async function readProperties(
	reader: RangedReader,
	boxes: readonly Box[],
	items: HeifItems,
	pieces: Pieces,
): Promise<void> {
	const container = boxes.find(({ type }) => type === "iprp");
	if (container === undefined) return;
	const { boxes: parts } = await boxesIn(reader, container.start, container.end);
	const store = parts.find(({ type }) => type === "ipco");
	if (store === undefined) return;
	const { boxes: properties } = await boxesIn(reader, store.start, store.end);
	const own = await associations(reader, parts, items.primary);
	const chosen = own.flatMap((index) => properties[index - 1] ?? []);
	// A file without associations still tells one size: the largest.
	for (const property of chosen.length > 0 ? chosen : properties)
		await readProperty(reader, property, pieces);
	// Some writers tell the colours of the tiles only.
	const told = chosen.some(({ type }) => type === "colr");
	const colours = told ? undefined : properties.find(({ type }) => type === "colr");
	if (colours !== undefined) await readProperty(reader, colours, pieces);
	pieces.turn = turnOf(await firstByte(reader, chosen, "irot"), await firstByte(reader, chosen, "imir"));
}

async function firstByte(
	reader: RangedReader,
	boxes: readonly Box[],
	type: string,
): Promise<number | undefined> {
	const box = boxes.find((other) => other.type === type);
	return box === undefined ? undefined : (await reader.read(box.start, 1))[0];
}

async function readProperty(reader: RangedReader, { type, start, end }: Box, pieces: Pieces): Promise<void> {
	const data = await reader.read(start, Math.min(end - start, MAX_ICC_BYTES));
	if (type === "ispe") {
		const [width, height] = [u32(data, 4), u32(data, 8)];
		const larger = width * height > (pieces.size?.width ?? 0) * (pieces.size?.height ?? 0);
		if (larger) pieces.size = { width, height, source: "HEIF image spatial extents" };
	} else if (type === "pixi") {
		pieces.group("HEIF", { ImagePixelDepth: Array.from(data.subarray(5, 5 + (data[4] ?? 0))) });
	} else if (type === "colr") colors(data, pieces);
	else if (type === "hvcC") {
		pieces.group("HEIF", { Compression: "HEVC", BitDepthLuma: ((data[17] ?? 0) & 7) + 8 });
	} else if (type === "av1C") pieces.group("HEIF", { Compression: "AV1" });
}

/** ISO 14496-12, 12.1.5: a profile, or numbers that name the colours. */
function colors(data: Uint8Array, pieces: Pieces): void {
	const sort = latin1(data, 0, 4);
	if (sort === "prof" || sort === "rICC") pieces.icc ??= data.subarray(4);
	if (sort !== "nclx") return;
	const primaries = u16(data, 4);
	pieces.group("HEIF", {
		ColorPrimaries: PRIMARIES.get(primaries),
		ColorPrimariesCode: primaries,
		TransferCharacteristics: u16(data, 6),
		MatrixCoefficients: u16(data, 8),
		VideoFullRange: ((data[10] ?? 0) & 0x80) !== 0,
	});
}

/** `irot` turns anticlockwise in quarters, `imir` mirrors (ISO 23008-12, 6.5.10 and 6.5.12); as one of EXIF's numbers. */
function turnOf(rotation: number | undefined, mirror: number | undefined): number | undefined {
	if (rotation === undefined && mirror === undefined) return undefined;
	const quarters = (rotation ?? 0) & 3;
	if (mirror === undefined) return [1, 8, 3, 6][quarters];
	return ((mirror & 1) === 1 ? [2, 7, 4, 5] : [4, 5, 2, 7])[quarters];
}

/** Indexes, from 1, of the properties of one item (`ipma`, ISO 23008-12, 9.3.1). */
async function associations(reader: RangedReader, parts: readonly Box[], item: number): Promise<number[]> {
	const found: number[] = [];
	for (const box of parts.filter(({ type }) => type === "ipma")) {
		const data = await reader.read(box.start, Math.min(box.end - box.start, MAX_META_BYTES));
		const wide = ((data[3] ?? 0) & 1) === 1;
		const long = (data[0] ?? 0) > 0;
		const count = u32(data, 4);
		let at = 8;
		for (let index = 0; index < count && at < data.length; index++) {
			const id = long ? u32(data, at) : u16(data, at);
			at += long ? 4 : 2;
			const each = wide ? 2 : 1;
			const many = data[at] ?? 0;
			at += 1;
			for (let one = 0; one < many && id === item; one++) {
				found.push(wide ? u16(data, at + one * 2) & 0x7fff : (data[at + one] ?? 0) & 0x7f);
			}
			at += many * each;
		}
	}
	return found;
}
