import { latin1, u16, u32, u64 } from "../../bytes/bytes.ts";
import {
	MAX_DIRECTORIES,
	MAX_DIRECTORY_ENTRIES,
	MAX_ICC_BYTES,
	MAX_IRB_BYTES,
	MAX_TIFF_VALUE_BYTES,
	MAX_XMP_BYTES,
} from "../../limits.ts";

/** One sound entry of a directory (TIFF 6.0, section 2). */
export interface TiffEntry {
	readonly tag: number;
	readonly type: number;
	readonly count: number;
	/** Where the value stands, from the start of the TIFF structure. */
	readonly at: number;
	/** The value's bytes; absent where they are too many to read or picture data. */
	readonly data?: Uint8Array;
}

/** Which directory it is: the names that exifr and ExifTool share, `ifd2` and on for further pages, `sub` for others. */
export interface TiffDirectory {
	readonly name: string;
	readonly little: boolean;
	readonly entries: readonly TiffEntry[];
}

/** Reads bytes from the start of the TIFF structure; gives fewer at its end. */
export type ReadTiff = (offset: number, length: number) => Promise<Uint8Array>;

/** What a walk may still read. Shared by all TIFF structures of a file, and spent as the walks go on. */
export interface TiffAllowance {
	bytes: number;
	entries: number;
}

/** What a walk found. */
export interface TiffWalk {
	readonly directories: readonly TiffDirectory[];
	readonly defects: readonly string[];
}

/** Bytes of one element, by type. 13 is IFD, 16–18 are BigTIFF's, 129 is the UTF-8 text of EXIF 3.0. */
const TYPE_BYTES: ReadonlyMap<number, number> = new Map([
	...[1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4].map((bytes, index) => [index + 1, bytes] as const),
	[16, 8],
	[17, 8],
	[18, 8],
	[129, 1],
]);

/** Tags that point to further directories. */
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
const INTEROP_POINTER = 0xa005;
const SUB_POINTERS = 0x014a;

/** Values that are blocks with a parser of their own, and may be longer than others. */
const LONG_VALUES: ReadonlyMap<number, number> = new Map([
	[0x02bc, MAX_XMP_BYTES],
	[0x83bb, MAX_IRB_BYTES],
	[0x8649, MAX_IRB_BYTES],
	[0x8773, MAX_ICC_BYTES],
]);

/** Whether a tag's value is a block that another parser reads, so that its bytes say nothing here. */
export function isBlock(tag: number): boolean {
	return LONG_VALUES.has(tag);
}

/** Values that nothing here reads: maker notes, previews, Photoshop layers, raw tables. They are only described. */
const OPAQUE: ReadonlySet<number> = new Set([0x927c, 0x935c, 0xc634, 0x002e, 0xc7d5]);

/**
 * Walks the directories of a TIFF structure of `size` bytes and keeps the entries that are sound: a known type, a
 * count whose bytes lie inside, no directory twice. Each step either takes a directory off a bounded list or ends.
 */
export async function walkTiff(
	read: ReadTiff,
	size: number,
	allowance: TiffAllowance,
	name = "ifd0",
): Promise<TiffWalk | undefined> {
	const head = await read(0, 16);
	const little = latin1(head, 0, 2) === "II";
	if (!little && latin1(head, 0, 2) !== "MM") return undefined;
	const big = u16(head, 2, little) === 43;
	const layout = { read, size, little, big, allowance };
	const first = big ? offsetAt(head, 8, layout) : u32(head, 4, little);
	const waiting: Pointer[] = [{ name, offset: first, chained: name === "ifd0" }];
	const seen = new Set<number>();
	const directories: TiffDirectory[] = [];
	const defects = new Set<string>();
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		if (seen.has(next.offset)) {
			defects.add("A directory of the picture's data points back to one that was read already.");
			continue;
		}
		if (directories.length >= MAX_DIRECTORIES) break;
		seen.add(next.offset);
		const found = await readDirectory(next, layout, defects);
		if (found === undefined) continue;
		directories.push(found.directory);
		waiting.push(...found.pointers);
	}
	return { directories, defects: [...defects] };
}

interface Layout {
	readonly read: ReadTiff;
	readonly size: number;
	readonly little: boolean;
	readonly big: boolean;
	readonly allowance: TiffAllowance;
}

interface Pointer {
	readonly name: string;
	readonly offset: number;
	/** Whether the link at its end leads on to the next page. */
	readonly chained: boolean;
}

function offsetAt(bytes: Uint8Array, at: number, { little }: Layout): number {
	return little ? u32(bytes, at, true) + u32(bytes, at + 4, true) * 0x1_0000_0000 : u64(bytes, at);
}

async function readDirectory(pointer: Pointer, layout: Layout, defects: Set<string>) {
	const { name, offset, chained } = pointer;
	const { little, big, read, size, allowance } = layout;
	const countBytes = big ? 8 : 2;
	const entryBytes = big ? 20 : 12;
	if (offset < 8 || offset + countBytes > size) {
		defects.add(`The ${title(name)} directory lies outside the data.`);
		return undefined;
	}
	const counted = await read(offset, countBytes);
	const claimed = big ? offsetAt(counted, 0, layout) : u16(counted, 0, little);
	const room = Math.floor((size - offset - countBytes) / entryBytes);
	const count = Math.min(claimed, room, MAX_DIRECTORY_ENTRIES, allowance.entries);
	allowance.entries -= count;
	if (count < claimed) defects.add(`The ${title(name)} directory claims more entries than there are.`);
	const table = await read(offset + countBytes, count * entryBytes + (big ? 8 : 4));
	const entries: TiffEntry[] = [];
	const pointers: Pointer[] = [];
	for (let index = 0; index < count; index++) {
		const at = index * entryBytes;
		if (at + entryBytes > table.length) break;
		const entry = await readEntry(table.subarray(at, at + entryBytes), offset + countBytes + at, layout);
		if (entry === undefined) {
			defects.add(`An entry of the ${title(name)} directory points outside the data.`);
			continue;
		}
		const targets = pointersOf(entry, name, layout);
		if (targets.length > 0) pointers.push(...targets);
		else entries.push(entry);
	}
	const link = count * entryBytes;
	if (chained && count === claimed && link + (big ? 8 : 4) <= table.length) {
		const next = big ? offsetAt(table, link, layout) : u32(table, link, little);
		if (next !== 0) pointers.push({ name: `ifd${Number(name.slice(3)) + 1}`, offset: next, chained: true });
	}
	return { directory: { name, little, entries }, pointers };
}

async function readEntry(row: Uint8Array, rowAt: number, layout: Layout): Promise<TiffEntry | undefined> {
	const { little, big, size, read, allowance } = layout;
	const tag = u16(row, 0, little);
	const type = u16(row, 2, little);
	const count = big ? offsetAt(row, 4, layout) : u32(row, 4, little);
	const each = TYPE_BYTES.get(type);
	if (each === undefined) return undefined;
	const bytes = each * count;
	const inline = bytes <= (big ? 8 : 4);
	const valueAt = big ? 12 : 8;
	const at = inline ? rowAt + valueAt : big ? offsetAt(row, valueAt, layout) : u32(row, valueAt, little);
	if (inline) {
		const data = row.slice(valueAt, valueAt + bytes);
		return plain({ tag, type, count, at, data }, data, layout);
	}
	if (at + bytes > size) return undefined;
	const longest = Math.min(LONG_VALUES.get(tag) ?? MAX_TIFF_VALUE_BYTES, allowance.bytes);
	if (OPAQUE.has(tag) || bytes > longest) return { tag, type, count, at };
	allowance.bytes -= bytes;
	const data = await read(at, bytes);
	return data.length === bytes ? plain({ tag, type, count, at, data }, data, layout) : undefined;
}

/** BigTIFF's 64-bit numbers as 32-bit ones and UTF-8 text as text, so that every parser knows the type. */
function plain(entry: TiffEntry, data: Uint8Array, layout: Layout): TiffEntry {
	if (entry.type === 129) return { ...entry, type: 2 };
	if (entry.type < 16) return entry;
	const narrow = new Uint8Array(entry.count * 4);
	const view = new DataView(narrow.buffer);
	for (let index = 0; index < entry.count; index++) {
		view.setUint32(index * 4, Math.min(offsetAt(data, index * 8, layout), 0xffffffff), layout.little);
	}
	return { ...entry, type: 4, data: narrow };
}

function pointersOf(entry: TiffEntry, parent: string, { little }: Layout): Pointer[] {
	const { tag, data } = entry;
	if (data === undefined) return [];
	const one = (name: string): Pointer[] => [{ name, offset: u32(data, 0, little), chained: false }];
	if (tag === EXIF_POINTER && parent.startsWith("ifd")) return one("exif");
	if (tag === GPS_POINTER && parent !== "gps") return one("gps");
	if (tag === INTEROP_POINTER && parent !== "gps") return one("interop");
	if (tag !== SUB_POINTERS || entry.type === 2) return [];
	return Array.from({ length: Math.min(entry.count, MAX_DIRECTORIES) }, (_, index) => ({
		name: `sub${index}`,
		offset: u32(data, index * 4, little),
		chained: false,
	}));
}

/** The directory's name for a person. */
function title(name: string): string {
	return name === "exif" || name === "gps" ? name.toUpperCase() : name === "ifd0" ? "first" : name;
}
