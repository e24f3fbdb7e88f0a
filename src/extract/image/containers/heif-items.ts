import { type Box, readBoxes } from "../../bytes/boxes.ts";
import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import { untilNul } from "../../bytes/text.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";

/** Most bytes of one table that are read. */
const MAX_TABLE_BYTES = 512 * 1024;

/** Most items of one file; a photo of 48 megapixels has about 200 tiles. */
const MAX_ITEMS = 4096;

/** Most extents that one item may be split into. */
const MAX_EXTENTS = 256;

/** A byte range in the file. */
export interface Extent {
	readonly offset: number;
	readonly length: number;
}

/** One item of a HEIF file (ISO/IEC 14496-12, 8.11). */
export interface HeifItem {
	readonly id: number;
	readonly type: string;
	readonly contentType: string;
	readonly extents: readonly Extent[];
}

/** The items that hold metadata or a JPEG; tiles of the picture are left out. */
export interface HeifItems {
	readonly primaryId: number;
	readonly items: readonly HeifItem[];
	/** IDs of the thumbnail items. */
	readonly thumbnails: ReadonlySet<number>;
}

/** Reads the items out of the boxes `pitm`, `iinf`, `iloc`, `idat` and `iref`. */
export async function readItems(
	reader: RangedReader,
	boxes: readonly Box[],
	contents: ImageContents,
): Promise<HeifItems> {
	const table = async (type: string): Promise<Uint8Array> => {
		const box = boxes.find((other) => other.type === type);
		return box === undefined
			? new Uint8Array(0)
			: reader.read(box.start, Math.min(box.end - box.start, MAX_TABLE_BYTES));
	};
	const primary = await table("pitm");
	const dataAt = boxes.find(({ type }) => type === "idat")?.start;
	const extents = itemExtents(await table("iloc"), dataAt, reader.size);
	const items: HeifItem[] = [];
	for (const { id, type, contentType } of await itemEntries(reader, boxes, contents)) {
		items.push({ id, type, contentType, extents: extents.get(id) ?? [] });
	}
	return {
		primaryId: (primary[0] ?? 0) === 0 ? u16(primary, 4) : u32(primary, 4),
		items,
		thumbnails: thumbnailIds(await table("iref")),
	};
}

type ItemEntry = Omit<HeifItem, "extents">;

/** Types of the items that are read; tiles are skipped. */
const WANTED: ReadonlySet<string> = new Set(["Exif", "mime", "jpeg"]);

async function itemEntries(
	reader: RangedReader,
	boxes: readonly Box[],
	contents: ImageContents,
): Promise<ItemEntry[]> {
	const box = boxes.find(({ type }) => type === "iinf");
	if (box === undefined) return [];
	const head = await reader.read(box.start, 8);
	const countBytes = head[0] === 0 ? 2 : 4;
	const { boxes: rows, intact } = await readBoxes(reader, box.start + 4 + countBytes, box.end);
	if (!intact) contents.addDefect("The file's item list is damaged.");
	const found: ItemEntry[] = [];
	for (const row of rows.slice(0, MAX_ITEMS)) {
		const data = await reader.read(row.start, Math.min(row.end - row.start, 256));
		const version = data[0] ?? 0;
		if (row.type !== "infe" || version < 2) continue;
		const idBytes = version === 2 ? 2 : 4;
		const id = idBytes === 2 ? u16(data, 4) : u32(data, 4);
		const typeAt = 4 + idBytes + 2;
		const type = latin1(data, typeAt, 4);
		if (!WANTED.has(type)) continue;
		const nameEnd = data.indexOf(0, typeAt + 4);
		const contentType = nameEnd === -1 ? "" : untilNul(latin1(data, nameEnd + 1));
		found.push({ id, type, contentType });
	}
	return found;
}

/**
 * `iloc` (ISO/IEC 14496-12, 8.11.3): extents by item ID. Offsets count from the file or from `idat`; an extent outside
 * the file is left out.
 */
function itemExtents(data: Uint8Array, dataAt: number | undefined, size: number): Map<number, Extent[]> {
	const byItem = new Map<number, Extent[]>();
	if (data.length < 8) return byItem;
	const version = data[0] ?? 0;
	const [offsetBytes, lengthBytes] = [(data[4] ?? 0) >> 4, (data[4] ?? 0) & 15];
	const [baseBytes, indexBytes] = [(data[5] ?? 0) >> 4, version > 0 ? (data[5] ?? 0) & 15 : 0];
	const long = version === 2;
	const count = long ? u32(data, 6) : u16(data, 6);
	let at = long ? 10 : 8;
	const number = (bytes: number) => {
		const value = bytes === 8 ? u64(data, at) : bytes === 4 ? u32(data, at) : bytes === 2 ? u16(data, at) : 0;
		at += bytes;
		return value;
	};
	for (let index = 0; index < Math.min(count, MAX_ITEMS) && at < data.length; index++) {
		const id = number(long ? 4 : 2);
		const method = version > 0 ? number(2) & 15 : 0;
		number(2);
		const base = number(baseBytes);
		const claimed = number(2);
		// An extent may take no bytes in the table, so its count would be limited by nothing.
		const extentCount = indexBytes + offsetBytes + lengthBytes === 0 ? Math.min(claimed, 1) : claimed;
		const origin = method === 0 ? 0 : method === 1 ? dataAt : undefined;
		const extents: Extent[] = [];
		for (let extent = 0; extent < extentCount && at < data.length; extent++) {
			number(indexBytes);
			const offset = number(offsetBytes);
			const length = number(lengthBytes);
			if (origin === undefined || extent >= MAX_EXTENTS) continue;
			const start = origin + base + offset;
			if (start + length <= size)
				extents.push({ offset: start, length: length === 0 ? size - start : length });
		}
		byItem.set(id, extents);
	}
	return byItem;
}

/** IDs of the items that a `thmb` reference starts from (ISO/IEC 23008-12, 6.4.4). */
function thumbnailIds(data: Uint8Array): Set<number> {
	const found = new Set<number>();
	const long = (data[0] ?? 0) > 0;
	for (let at = 4; at + 12 <= data.length; ) {
		const size = u32(data, at);
		if (size < 12) break;
		if (latin1(data, at + 4, 4) === "thmb") found.add(long ? u32(data, at + 8) : u16(data, at + 8));
		at += size;
	}
	return found;
}
