import { boxesIn } from "../../bytes/boxes.ts";
import { latin1, startsWith, u32 } from "../../bytes/bytes.ts";
import { MAX_EXIF_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { readJpeg } from "./jpeg.ts";
import { addTiffBlock } from "./tiff.ts";

/** Where a RAF keeps the place of its preview, and how long the header is that tells it. */
const PREVIEW_AT = 84;
const RAF_HEADER_BYTES = 92;

/** The box of Canon's metadata, by its first bytes, and the directories in it. */
const CANON_BOX = "\x85\xc0\xb6\x87";
const CANON_DIRECTORIES: ReadonlyMap<string, string> = new Map([
	["CMT1", "ifd0"],
	["CMT2", "exif"],
	["CMT4", "gps"],
]);

/** Fujifilm's raw photo: all that it tells stands in the JPEG that it carries as a preview. */
export async function readRaf(reader: RangedReader, pieces: Pieces): Promise<void> {
	const start = u32(await reader.read(0, RAF_HEADER_BYTES), PREVIEW_AT);
	if (!startsWith(await reader.read(start, 2), "\xff\xd8")) {
		pieces.defect("The preview that holds the facts is missing.");
		return;
	}
	await readJpeg(reader, pieces, start);
	// The preview's own size is not the photo's.
	pieces.size = undefined;
	pieces.notice("The size of the raw picture was not read, only what its preview tells.");
}

/** Canon's newer raw photo: boxes, of which three are the directories that other formats chain together. */
export async function readCr3(reader: RangedReader, pieces: Pieces): Promise<void> {
	const movie = (await boxesIn(reader, 0, reader.size)).boxes.find(({ type }) => type === "moov");
	const inner = movie === undefined ? [] : (await boxesIn(reader, movie.start, movie.end)).boxes;
	for (const { type, start, end } of inner) {
		if (type !== "uuid" || latin1(await reader.read(start, 4), 0, 4) !== CANON_BOX) continue;
		for (const box of (await boxesIn(reader, start + 16, end)).boxes) {
			const directory = CANON_DIRECTORIES.get(box.type);
			if (directory === undefined) continue;
			const block = await reader.read(box.start, Math.min(box.end - box.start, MAX_EXIF_BYTES));
			await addTiffBlock(block, box.start, pieces, directory);
		}
	}
	if (pieces.tiffs.length === 0) pieces.defect("The boxes that hold the facts are missing.");
}
