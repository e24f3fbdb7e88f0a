import { isBlock, type TiffDirectory, type TiffEntry } from "./tiff-directories.ts";

/** Bytes of the header, of a directory's count and link, and of one entry (TIFF 6.0, section 2). */
const HEADER_BYTES = 8;
const FRAME_BYTES = 6;
const ENTRY_BYTES = 12;

/** A pointer that the carrier itself writes. */
interface Link {
	readonly tag: number;
	readonly to: TiffDirectory;
}

/** One directory of the carrier, with its place. */
interface Placed {
	readonly directory: TiffDirectory;
	readonly rows: readonly TiffEntry[];
	readonly links: readonly Link[];
	readonly next: TiffDirectory | undefined;
	readonly at: number;
}

/**
 * Writes sound entries anew as one small, well-formed TIFF for a parser that expects a file: every offset is ours,
 * every count was checked, there is no cycle, and no picture data. At most `ifd0`, `ifd1`, `exif`, `gps` and `interop`.
 */
export function carrierOf(directories: readonly TiffDirectory[]): Uint8Array {
	const named = (name: string) => directories.find((directory) => directory.name === name);
	const little = directories[0]?.little ?? true;
	const ifd0: TiffDirectory = named("ifd0") ?? { name: "ifd0", little, entries: [] };
	const [ifd1, exif, gps, interop] = [named("ifd1"), named("exif"), named("gps"), named("interop")];
	const plan: (readonly [
		TiffDirectory | undefined,
		readonly (readonly [number, TiffDirectory | undefined])[],
	])[] = [
		[ifd0, [[0x8769, exif], [0x8825, gps], ...(exif === undefined ? [[0xa005, interop] as const] : [])]],
		[exif, [[0xa005, interop]]],
		[gps, []],
		[interop, []],
		[ifd1, []],
	];
	let at = HEADER_BYTES;
	const placed: Placed[] = [];
	for (const [directory, wanted] of plan) {
		if (directory === undefined) continue;
		const rows = directory.entries.filter(({ tag, data }) => data !== undefined && !isBlock(tag));
		const links = wanted.flatMap(([tag, to]) => (to === undefined ? [] : [{ tag, to }]));
		placed.push({ directory, rows, links, next: directory === ifd0 ? ifd1 : undefined, at });
		at += FRAME_BYTES + (rows.length + links.length) * ENTRY_BYTES + outsideBytes(rows);
	}
	return write(placed, at, little);
}

function outsideBytes(rows: readonly TiffEntry[]): number {
	return rows.reduce((sum, { data }) => sum + (data !== undefined && data.length > 4 ? data.length : 0), 0);
}

function write(placed: readonly Placed[], bytes: number, little: boolean): Uint8Array {
	const out = new Uint8Array(bytes);
	const view = new DataView(out.buffer);
	const placeOf = (directory: TiffDirectory) =>
		placed.find((other) => other.directory === directory)?.at ?? 0;
	out.fill(little ? 0x49 : 0x4d, 0, 2);
	view.setUint16(2, 42, little);
	view.setUint32(4, HEADER_BYTES, little);
	for (const { rows, links, next, at } of placed) {
		const count = rows.length + links.length;
		view.setUint16(at, count, little);
		let row = at + 2;
		let outside = at + FRAME_BYTES + count * ENTRY_BYTES;
		for (const { tag, type, count: values, data } of rows) {
			if (data === undefined) continue;
			view.setUint16(row, tag, little);
			view.setUint16(row + 2, type, little);
			view.setUint32(row + 4, values, little);
			if (data.length > 4) {
				view.setUint32(row + 8, outside, little);
				out.set(data, outside);
				outside += data.length;
			} else out.set(data, row + 8);
			row += ENTRY_BYTES;
		}
		for (const { tag, to } of links) {
			view.setUint16(row, tag, little);
			view.setUint16(row + 2, 4, little);
			view.setUint32(row + 4, 1, little);
			view.setUint32(row + 8, placeOf(to), little);
			row += ENTRY_BYTES;
		}
		view.setUint32(row, next === undefined ? 0 : placeOf(next), little);
	}
	return out;
}
