import type { RangedReader } from "../../ranged-reader.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import {
	type ReadTiffBytes,
	type TiffDirectory,
	type TiffEntry,
	walkTiff,
} from "../blocks/tiff-directories.ts";
import type { ImageContents } from "../image-contents.ts";

/** Tags whose values are embedded blocks, and tags of the image size (TIFF 6.0, section 8). */
const XMP_TAG = 0x02bc;
const IPTC_TAG = 0x83bb;
const PHOTOSHOP_TAG = 0x8649;
const ICC_TAG = 0x8773;
const WIDTH_TAG = 0x0100;
const HEIGHT_TAG = 0x0101;
const SUBFILE_TAG = 0x00fe;

/** Reads a whole TIFF file by ranges: its directories, never its image data. */
export async function readTiff(reader: RangedReader, contents: ImageContents): Promise<void> {
	await addTiff((offset, length) => reader.read(offset, length), reader.size, 0, contents);
	const pages = contents.tiffs.at(0)?.directories ?? [];
	const sizes = pages.flatMap((page) => pixelSize(page) ?? []);
	const full = sizes.find(({ reduced }) => !reduced) ?? sizes[0];
	if (full !== undefined)
		contents.size ??= { width: full.width, height: full.height, source: "TIFF directory" };
}

/**
 * Reads one EXIF block that is already in memory. `at` is its offset in the file; `first` names its first directory,
 * for formats that store each directory as a block of its own.
 */
export async function addTiffBlock(
	block: Uint8Array,
	at: number | undefined,
	contents: ImageContents,
	first = "ifd0",
): Promise<void> {
	const structuresBefore = contents.tiffs.length;
	const read: ReadTiffBytes = async (offset, length) => block.subarray(offset, offset + length);
	await addTiff(read, block.length, at, contents, first);
	if (contents.tiffs.length === structuresBefore)
		contents.addDefect("The EXIF block does not start with a TIFF header and cannot be read.");
}

async function addTiff(
	read: ReadTiffBytes,
	size: number,
	at: number | undefined,
	contents: ImageContents,
	first = "ifd0",
): Promise<void> {
	const walk = await walkTiff(read, size, contents.tiffBudget, first);
	if (walk === undefined) return;
	for (const defect of walk.defects) contents.addDefect(defect);
	const directories: TiffDirectory[] = [];
	for (const directory of walk.directories) {
		directories.push(directory);
		for (const entry of directory.entries) addEmbeddedBlock(entry, at, contents);
	}
	contents.tiffs.push(at === undefined ? { directories } : { directories, at });
}

/** Passes blocks embedded in a tag on to their own parsers. */
async function addEmbeddedBlock(
	{ tag, data, at }: TiffEntry,
	base: number | undefined,
	contents: ImageContents,
): Promise<void> {
	if (data === undefined) return;
	if (tag === XMP_TAG) contents.xmp.push(data);
	else if (tag === IPTC_TAG) contents.iptc.push(data);
	else if (tag === ICC_TAG) contents.icc ??= data;
	else if (tag === PHOTOSHOP_TAG) readPhotoshop(data, base === undefined ? undefined : base + at, contents);
}

/** The size of one page; `reduced` marks a smaller version of another page (NewSubfileType bit 0, TIFF 6.0, section 8). */
function pixelSize({ entries, littleEndian }: TiffDirectory) {
	const number = (wantedTag: number): number => {
		const entry = entries.find(({ tag }) => tag === wantedTag);
		if (entry?.data === undefined || entry.data.length < 2) return 0;
		const view = new DataView(entry.data.buffer, entry.data.byteOffset, entry.data.length);
		return entry.type === 3 || entry.data.length < 4
			? view.getUint16(0, littleEndian)
			: view.getUint32(0, littleEndian);
	};
	const [width, height] = [number(WIDTH_TAG), number(HEIGHT_TAG)];
	return width > 0 && height > 0 ? { width, height, reduced: (number(SUBFILE_TAG) & 1) === 1 } : undefined;
}
