import type { RangedReader } from "../../reader.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import { type ReadTiff, type TiffDirectory, type TiffEntry, walkTiff } from "../blocks/tiff-directories.ts";
import type { Pieces } from "../pieces.ts";

/** Tags whose values are blocks of their own. */
const XMP_TAG = 0x02bc;
const IPTC_TAG = 0x83bb;
const PHOTOSHOP_TAG = 0x8649;
const ICC_TAG = 0x8773;
const WIDTH_TAG = 0x0100;
const HEIGHT_TAG = 0x0101;
const SUBFILE_TAG = 0x00fe;

/** Reads a whole TIFF file by ranges: its directories, never its strips. */
export async function readTiff(reader: RangedReader, pieces: Pieces): Promise<void> {
	await addTiff((offset, length) => reader.read(offset, length), reader.size, 0, pieces);
	const pages = pieces.tiffs.at(0)?.directories ?? [];
	const sizes = pages.flatMap((page) => pixelSize(page) ?? []);
	const whole = sizes.find(({ reduced }) => !reduced) ?? sizes[0];
	if (whole !== undefined)
		pieces.size ??= { width: whole.width, height: whole.height, source: "TIFF directory" };
}

/**
 * Reads one EXIF block that is already in memory. `at` is where it stands in the file; `first` is what its first
 * directory is, where a format keeps each directory as a block of its own.
 */
export async function addTiffBlock(
	block: Uint8Array,
	at: number | undefined,
	pieces: Pieces,
	first = "ifd0",
): Promise<void> {
	const before = pieces.tiffs.length;
	const read: ReadTiff = async (offset, length) => block.subarray(offset, offset + length);
	await addTiff(read, block.length, at, pieces, first);
	if (pieces.tiffs.length === before)
		pieces.defect("The EXIF block does not begin as one and cannot be read.");
}

async function addTiff(
	read: ReadTiff,
	size: number,
	at: number | undefined,
	pieces: Pieces,
	first = "ifd0",
): Promise<void> {
	const walk = await walkTiff(read, size, pieces.tiffAllowance, first);
	if (walk === undefined) return;
	for (const defect of walk.defects) pieces.defect(defect);
	const directories: TiffDirectory[] = [];
	for (const directory of walk.directories) {
		directories.push(directory);
		for (const entry of directory.entries) liftBlock(entry, at, pieces);
	}
	pieces.tiffs.push(at === undefined ? { directories } : { directories, at });
}

/** Hands blocks that ride in a tag to their own readers. */
async function liftBlock(
	{ tag, data, at }: TiffEntry,
	base: number | undefined,
	pieces: Pieces,
): Promise<void> {
	if (data === undefined) return;
	if (tag === XMP_TAG) pieces.xmp.push(data);
	else if (tag === IPTC_TAG) pieces.iptc.push(data);
	else if (tag === ICC_TAG) pieces.icc ??= data;
	else if (tag === PHOTOSHOP_TAG) readPhotoshop(data, base === undefined ? undefined : base + at, pieces);
}

function pixelSize({ entries, little }: TiffDirectory) {
	const number = (wanted: number): number => {
		const entry = entries.find(({ tag }) => tag === wanted);
		if (entry?.data === undefined || entry.data.length < 2) return 0;
		const view = new DataView(entry.data.buffer, entry.data.byteOffset, entry.data.length);
		return entry.type === 3 || entry.data.length < 4 ? view.getUint16(0, little) : view.getUint32(0, little);
	};
	const [width, height] = [number(WIDTH_TAG), number(HEIGHT_TAG)];
	return width > 0 && height > 0 ? { width, height, reduced: (number(SUBFILE_TAG) & 1) === 1 } : undefined;
}
