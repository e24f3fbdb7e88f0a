import { readBoxes } from "../../bytes/boxes.ts";
import { latin1, startsWith, u32 } from "../../bytes/bytes.ts";
import { MAX_EXIF_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { readJpeg } from "./jpeg.ts";
import { addTiffBlock } from "./tiff.ts";

/** Offset of the preview's offset in a RAF header, and the bytes of the header that are read. */
const PREVIEW_OFFSET_AT = 84;
const RAF_HEADER_BYTES = 92;

/** The first bytes of the UUID of Canon's metadata box, and the directories in that box. */
const CANON_BOX = "\x85\xc0\xb6\x87";
const CANON_DIRECTORIES: ReadonlyMap<string, string> = new Map([
	["CMT1", "ifd0"],
	["CMT2", "exif"],
	["CMT4", "gps"],
]);

/** Reads a Fujifilm RAF: all of its metadata is in the JPEG that it embeds as a preview. */
export async function readRaf(reader: RangedReader, contents: ImageContents): Promise<void> {
	const start = u32(await reader.read(0, RAF_HEADER_BYTES), PREVIEW_OFFSET_AT);
	if (!startsWith(await reader.read(start, 2), "\xff\xd8")) {
		contents.addDefect("The embedded preview, which holds the metadata, is missing.");
		return;
	}
	await readJpeg(reader, contents, start);
	// The preview's size is not the photo's.
	contents.size = undefined;
	contents.addNotice(
		"The metadata was read from the embedded preview; the size of the raw image itself is not known.",
	);
}

/** Reads a Canon CR3: three boxes hold the TIFF directories that other formats chain together. */
export async function readCr3(reader: RangedReader, contents: ImageContents): Promise<void> {
	const movie = (await readBoxes(reader, 0, reader.size)).boxes.find(({ type }) => type === "moov");
	const inner = movie === undefined ? [] : (await readBoxes(reader, movie.start, movie.end)).boxes;
	for (const { type, start, end } of inner) {
		if (type !== "uuid" || latin1(await reader.read(start, 4), 0, 4) !== CANON_BOX) continue;
		for (const box of (await readBoxes(reader, start + 16, end)).boxes) {
			const directory = CANON_DIRECTORIES.get(box.type);
			if (directory === undefined) continue;
			const block = await reader.read(box.start, Math.min(box.end - box.start, MAX_EXIF_BYTES));
			await addTiffBlock(block, box.start, contents, directory);
		}
	}
	if (contents.tiffs.length === 0) contents.addDefect("The boxes that hold the metadata are missing.");
}
