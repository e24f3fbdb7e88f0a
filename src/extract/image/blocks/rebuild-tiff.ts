import { isEmbeddedBlock, type TiffDirectory, type TiffEntry } from "./tiff-directories.ts";

/**
 * Bytes of the header, of a directory's entry count and next-IFD offset together, and of one entry (TIFF 6.0, section
 * 2).
 */
const HEADER_BYTES = 8;
const COUNT_AND_NEXT_BYTES = 6;
const ENTRY_BYTES = 12;

/** A pointer tag from one directory to another. */
interface DirectoryPointer {
	readonly tag: number;
	readonly target: TiffDirectory;
}

/** One directory of the rebuilt TIFF and its offset. */
interface PlacedDirectory {
	readonly directory: TiffDirectory;
	readonly entries: readonly TiffEntry[];
	readonly pointers: readonly DirectoryPointer[];
	readonly next: TiffDirectory | undefined;
	readonly at: number;
}

/**
 * Writes validated entries as a small, well-formed TIFF for a parser that expects a file: every offset is written here,
 * every count was checked, and there are no cycles and no image data. Only `ifd0`, `ifd1`, `exif`, `gps` and `interop`
 * are written.
 */
export function rebuildTiff(directories: readonly TiffDirectory[]): Uint8Array {
	const named = (name: string) => directories.find((directory) => directory.name === name);
	const littleEndian = directories[0]?.littleEndian ?? true;
	const ifd0: TiffDirectory = named("ifd0") ?? { name: "ifd0", littleEndian, entries: [] };
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
	const placed: PlacedDirectory[] = [];
	for (const [directory, targets] of plan) {
		if (directory === undefined) continue;
		const entries = directory.entries.filter(({ tag, data }) => data !== undefined && !isEmbeddedBlock(tag));
		const pointers = targets.flatMap(([tag, target]) => (target === undefined ? [] : [{ tag, target }]));
		placed.push({ directory, entries, pointers, next: directory === ifd0 ? ifd1 : undefined, at });
		at += COUNT_AND_NEXT_BYTES + (entries.length + pointers.length) * ENTRY_BYTES + outOfLineBytes(entries);
	}
	return write(placed, at, littleEndian);
}

/** Values of more than four bytes are stored after the directory. */
function outOfLineBytes(entries: readonly TiffEntry[]): number {
	return entries.reduce(
		(sum, { data }) => sum + (data !== undefined && data.length > 4 ? data.length : 0),
		0,
	);
}

function write(placed: readonly PlacedDirectory[], bytes: number, littleEndian: boolean): Uint8Array {
	const out = new Uint8Array(bytes);
	const view = new DataView(out.buffer);
	const offsetOf = (directory: TiffDirectory) =>
		placed.find((other) => other.directory === directory)?.at ?? 0;
	out.fill(littleEndian ? 0x49 : 0x4d, 0, 2);
	view.setUint16(2, 42, littleEndian);
	view.setUint32(4, HEADER_BYTES, littleEndian);
	for (const { entries, pointers, next, at } of placed) {
		const count = entries.length + pointers.length;
		view.setUint16(at, count, littleEndian);
		let row = at + 2;
		let valueAt = at + COUNT_AND_NEXT_BYTES + count * ENTRY_BYTES;
		for (const { tag, type, count: values, data } of entries) {
			if (data === undefined) continue;
			view.setUint16(row, tag, littleEndian);
			view.setUint16(row + 2, type, littleEndian);
			view.setUint32(row + 4, values, littleEndian);
			if (data.length > 4) {
				view.setUint32(row + 8, valueAt, littleEndian);
				out.set(data, valueAt);
				valueAt += data.length;
			} else out.set(data, row + 8);
			row += ENTRY_BYTES;
		}
		for (const { tag, target } of pointers) {
			view.setUint16(row, tag, littleEndian);
			view.setUint16(row + 2, 4, littleEndian);
			view.setUint32(row + 4, 1, littleEndian);
			view.setUint32(row + 8, offsetOf(target), littleEndian);
			row += ENTRY_BYTES;
		}
		view.setUint32(row, next === undefined ? 0 : offsetOf(next), littleEndian);
	}
	return out;
}
