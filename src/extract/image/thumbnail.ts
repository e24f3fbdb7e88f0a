import type { EmbeddedThumbnail } from "../../protocol/files/facts.ts";
import { startsWith } from "../bytes/bytes.ts";
import type { RangedReader } from "../reader.ts";
import type { FieldDirectory } from "./blocks/tiff-fields.ts";
import type { Told } from "./summary/metadata-fields.ts";

/** JPEGInterchangeFormat and its length (TIFF 6.0, section 22), which EXIF keeps for thumbnails. */
const OFFSET_TAG = 0x0201;
const LENGTH_TAG = 0x0202;

/** Bytes that a picture of a few hundred pixels can need; EXIF allows 64 KiB, previews in HEIC and TIFF are larger. */
const MAX_THUMBNAIL_BYTES = 2 * 1024 * 1024;

/** The embedded JPEG that shows what the file shows, as a place in the file: real, whole, and nothing that must be decoded. */
export async function thumbnailOf(
	{ pieces, directories }: Told,
	reader: RangedReader,
): Promise<EmbeddedThumbnail | undefined> {
	let index = 0;
	for (const { at, directories: own } of pieces.tiffs) {
		const read = directories.slice(index, index + own.length);
		index += own.length;
		if (at === undefined) continue;
		for (const directory of read) {
			const place = placeIn(directory, at);
			if (place !== undefined && (await isJpeg(place, reader))) return place;
		}
	}
	const offered = pieces.thumbnail;
	return offered !== undefined && (await isJpeg(offered, reader)) ? offered : undefined;
}

function placeIn({ fields }: FieldDirectory, at: number): EmbeddedThumbnail | undefined {
	const number = (wanted: number) => {
		const raw = fields.find(({ tag }) => tag === wanted)?.raw;
		return typeof raw === "number" && Number.isSafeInteger(raw) ? raw : 0;
	};
	const [offset, length] = [number(OFFSET_TAG), number(LENGTH_TAG)];
	return offset > 0 && length > 0 ? { offset: at + offset, length, mime: "image/jpeg" } : undefined;
}

async function isJpeg({ offset, length }: EmbeddedThumbnail, reader: RangedReader): Promise<boolean> {
	if (length < 4 || length > MAX_THUMBNAIL_BYTES || offset + length > reader.size) return false;
	return startsWith(await reader.read(offset, 3), "\xff\xd8\xff");
}
