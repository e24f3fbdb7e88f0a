import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import {
	MAX_DIRECTORIES,
	MAX_DIRECTORY_ENTRIES,
	MAX_ICC_BYTES,
	MAX_IRB_BYTES,
	MAX_TIFF_VALUE_BYTES,
	MAX_XMP_BYTES,
} from "../../limits.ts";

/** One valid entry of a directory (TIFF 6.0, section 2). */
export interface TiffEntry {
	readonly tag: number;
	readonly type: number;
	readonly count: number;
	/** Offset of the value from the start of the TIFF structure. */
	readonly at: number;
	/** The value's bytes; absent where the value is too long or is image data. */
	readonly data?: Uint8Array;
}

/**
 * One directory (IFD). `name` follows exifr and ExifTool: `ifd0`, `ifd1`, `exif`, `gps`, `interop`; `ifd2` and up for
 * further pages, `sub0` and up for sub-IFDs.
 */
export interface TiffDirectory {
	readonly name: string;
	readonly littleEndian: boolean;
	readonly entries: readonly TiffEntry[];
}

/** Reads bytes at an offset from the start of the TIFF structure; returns fewer at its end. */
export type ReadTiffBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** What walks may still read. All TIFF structures of a file share one budget, so that many blocks cost no more than one. */
export interface TiffBudget {
	bytes: number;
	entries: number;
}

/** The directories that a walk found, and sentences about what was broken. */
export interface TiffWalk {
	readonly directories: readonly TiffDirectory[];
	readonly defects: readonly string[];
}

/**
 * Bytes of one value, by field type (TIFF 6.0, section 2). 13 is IFD, 16–18 are BigTIFF's, 129 is the UTF-8 of EXIF
 * 3.0.
 */
const TYPE_BYTES: ReadonlyMap<number, number> = new Map([
	...[1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4].map((bytes, index) => [index + 1, bytes] as const),
	[16, 8],
	[17, 8],
	[18, 8],
	[129, 1],
]);

/** Tags whose values are offsets of further directories. */
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
const INTEROP_POINTER = 0xa005;
const SUB_POINTERS = 0x014a;

/** Most bytes of an embedded block (XMP, IPTC, Photoshop, ICC), by tag. Such blocks may be longer than other values. */
const MAX_EMBEDDED_BLOCK_BYTES: ReadonlyMap<number, number> = new Map([
	[0x02bc, MAX_XMP_BYTES],
	[0x83bb, MAX_IRB_BYTES],
	[0x8649, MAX_IRB_BYTES],
	[0x8773, MAX_ICC_BYTES],
]);

/** Whether a tag holds a block with a parser of its own, so that its bytes mean nothing as a field. */
export function isEmbeddedBlock(tag: number): boolean {
	return MAX_EMBEDDED_BLOCK_BYTES.has(tag);
}

/** Tags that nothing here reads: maker notes, previews, Photoshop layers, raw tables. Only their length is shown. */
const OPAQUE_TAGS: ReadonlySet<number> = new Set([0x927c, 0x935c, 0xc634, 0x002e, 0xc7d5]);

/**
 * Walks the directories of a TIFF structure of `size` bytes and keeps the valid entries: those of a known type whose
 * value lies inside the structure. No directory is read twice and at most `MAX_DIRECTORIES` are read, so that offsets
 * which form a cycle end. `undefined` where the bytes do not start with a TIFF header.
 */
export async function walkTiff(
	read: ReadTiffBytes,
	size: number,
	budget: TiffBudget,
	name = "ifd0",
): Promise<TiffWalk | undefined> {
	const head = await read(0, 16);
	const littleEndian = latin1(head, 0, 2) === "II";
	if (!littleEndian && latin1(head, 0, 2) !== "MM") return undefined;
	const big = u16(head, 2, littleEndian) === 43;
	const layout = { read, size, littleEndian, big, budget };
	const first = big ? offsetAt(head, 8, layout) : u32(head, 4, littleEndian);
	const queue: Pointer[] = [{ name, offset: first, chained: name === "ifd0" }];
	const seen = new Set<number>();
	const directories: TiffDirectory[] = [];
	const defects = new Set<string>();
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		if (seen.has(next.offset)) {
			defects.add("A metadata directory points back to one that was already read.");
			continue;
		}
		if (directories.length >= MAX_DIRECTORIES) break;
		seen.add(next.offset);
		const found = await readDirectory(next, layout, defects);
		if (found === undefined) continue;
		directories.push(found.directory);
		queue.push(...found.pointers);
	}
	return { directories, defects: [...defects] };
}

/** How the structure is laid out and read. */
interface Layout {
	readonly read: ReadTiffBytes;
	readonly size: number;
	readonly littleEndian: boolean;
	/** BigTIFF: 64-bit offsets and counts. */
	readonly big: boolean;
	readonly budget: TiffBudget;
}

interface Pointer {
	readonly name: string;
	readonly offset: number;
	/** Whether its next-IFD offset leads to a further page. */
	readonly chained: boolean;
}

function offsetAt(bytes: Uint8Array, at: number, { littleEndian }: Layout): number {
	return littleEndian ? u32(bytes, at, true) + u32(bytes, at + 4, true) * 0x1_0000_0000 : u64(bytes, at);
}

async function readDirectory(pointer: Pointer, layout: Layout, defects: Set<string>) {
	const { name, offset, chained } = pointer;
	const { littleEndian, big, read, size, budget } = layout;
	const countBytes = big ? 8 : 2;
	const entryBytes = big ? 20 : 12;
	if (offset < 8 || offset + countBytes > size) {
		defects.add(`The ${displayName(name)} directory lies outside the data.`);
		return undefined;
	}
	const countField = await read(offset, countBytes);
	const claimed = big ? offsetAt(countField, 0, layout) : u16(countField, 0, littleEndian);
	const room = Math.floor((size - offset - countBytes) / entryBytes);
	const count = Math.min(claimed, room, MAX_DIRECTORY_ENTRIES, budget.entries);
	budget.entries -= count;
	if (count < claimed) defects.add(`The ${displayName(name)} directory claims more entries than there are.`);
	const table = await read(offset + countBytes, count * entryBytes + (big ? 8 : 4));
	const entries: TiffEntry[] = [];
	const pointers: Pointer[] = [];
	for (let index = 0; index < count; index++) {
		const at = index * entryBytes;
		if (at + entryBytes > table.length) break;
		const entry = await readEntry(table.subarray(at, at + entryBytes), offset + countBytes + at, layout);
		if (entry === undefined) {
			defects.add(`An entry of the ${displayName(name)} directory points outside the data.`);
			continue;
		}
		const targets = pointersOf(entry, name, layout);
		if (targets.length > 0) pointers.push(...targets);
		else entries.push(entry);
	}
	const nextAt = count * entryBytes;
	if (chained && count === claimed && nextAt + (big ? 8 : 4) <= table.length) {
		const next = big ? offsetAt(table, nextAt, layout) : u32(table, nextAt, littleEndian);
		if (next !== 0) pointers.push({ name: `ifd${Number(name.slice(3)) + 1}`, offset: next, chained: true });
	}
	return { directory: { name, littleEndian, entries }, pointers };
}

async function readEntry(row: Uint8Array, rowAt: number, layout: Layout): Promise<TiffEntry | undefined> {
	const { littleEndian, big, size, read, budget } = layout;
	const tag = u16(row, 0, littleEndian);
	const type = u16(row, 2, littleEndian);
	const count = big ? offsetAt(row, 4, layout) : u32(row, 4, littleEndian);
	const valueBytes = TYPE_BYTES.get(type);
	if (valueBytes === undefined) return undefined;
	const bytes = valueBytes * count;
	const inline = bytes <= (big ? 8 : 4);
	const valueAt = big ? 12 : 8;
	const at = inline
		? rowAt + valueAt
		: big
			? offsetAt(row, valueAt, layout)
			: u32(row, valueAt, littleEndian);
	if (inline) {
		const data = row.slice(valueAt, valueAt + bytes);
		return withClassicType({ tag, type, count, at, data }, data, layout);
	}
	if (at + bytes > size) return undefined;
	const maxBytes = Math.min(MAX_EMBEDDED_BLOCK_BYTES.get(tag) ?? MAX_TIFF_VALUE_BYTES, budget.bytes);
	if (OPAQUE_TAGS.has(tag) || bytes > maxBytes) return { tag, type, count, at };
	budget.bytes -= bytes;
	const data = await read(at, bytes);
	return data.length === bytes ? withClassicType({ tag, type, count, at, data }, data, layout) : undefined;
}

/** Rewrites BigTIFF's 64-bit types as 32-bit ones and UTF-8 as ASCII, so that every parser knows the type. */
function withClassicType(entry: TiffEntry, data: Uint8Array, layout: Layout): TiffEntry {
	if (entry.type === 129) return { ...entry, type: 2 };
	if (entry.type < 16) return entry;
	const narrow = new Uint8Array(entry.count * 4);
	const view = new DataView(narrow.buffer);
	for (let index = 0; index < entry.count; index++) {
		view.setUint32(index * 4, Math.min(offsetAt(data, index * 8, layout), 0xffffffff), layout.littleEndian);
	}
	return { ...entry, type: 4, data: narrow };
}

function pointersOf(entry: TiffEntry, parent: string, { littleEndian }: Layout): Pointer[] {
	const { tag, data } = entry;
	if (data === undefined) return [];
	const single = (name: string): Pointer[] => [{ name, offset: u32(data, 0, littleEndian), chained: false }];
	if (tag === EXIF_POINTER && parent.startsWith("ifd")) return single("exif");
	if (tag === GPS_POINTER && parent !== "gps") return single("gps");
	if (tag === INTEROP_POINTER && parent !== "gps") return single("interop");
	if (tag !== SUB_POINTERS || entry.type === 2) return [];
	return Array.from({ length: Math.min(entry.count, MAX_DIRECTORIES) }, (_, index) => ({
		name: `sub${index}`,
		offset: u32(data, index * 4, littleEndian),
		chained: false,
	}));
}

/** The directory's name in a sentence. */
function displayName(name: string): string {
	return name === "exif" || name === "gps" ? name.toUpperCase() : name === "ifd0" ? "first" : name;
}
