import type { EmbeddedThumbnail } from "../../protocol/files/facts.ts";
import { startsWith } from "../bytes/bytes.ts";
import type { RangedReader } from "../ranged-reader.ts";
import type { DecodedDirectory } from "./blocks/tiff-fields.ts";
import type { MetadataFields } from "./summary/metadata-fields.ts";

/** JPEGInterchangeFormat and its length (TIFF 6.0, section 22): in EXIF, the thumbnail. */
const OFFSET_TAG = 0x0201;
const LENGTH_TAG = 0x0202;

/** Longest thumbnail that is offered. EXIF allows 64 KiB; previews in HEIC and TIFF are larger. */
const MAX_THUMBNAIL_BYTES = 2 * 1024 * 1024;

/**
 * The byte range of an embedded JPEG thumbnail: inside the file, of sensible length and starting as a JPEG.
 * `undefined` where there is none, or only one that was compressed or split and so is no range of the file.
 */
export async function findThumbnail(
	{ contents, directories }: MetadataFields,
	reader: RangedReader,
): Promise<EmbeddedThumbnail | undefined> {
	let index = 0;
	for (const { at, directories: structure } of contents.tiffs) {
		const decoded = directories.slice(index, index + structure.length);
		index += structure.length;
		if (at === undefined) continue;
		for (const directory of decoded) {
			const range = thumbnailRange(directory, at);
			if (range !== undefined && (await isJpeg(range, reader))) return range;
		}
	}
	const range = contents.thumbnail;
	return range !== undefined && (await isJpeg(range, reader)) ? range : undefined;
}

function thumbnailRange({ fields }: DecodedDirectory, at: number): EmbeddedThumbnail | undefined {
	const number = (wantedTag: number) => {
		const raw = fields.find(({ tag }) => tag === wantedTag)?.raw;
		return typeof raw === "number" && Number.isSafeInteger(raw) ? raw : 0;
	};
	const [offset, length] = [number(OFFSET_TAG), number(LENGTH_TAG)];
	return offset > 0 && length > 0 ? { offset: at + offset, length, mime: "image/jpeg" } : undefined;
}

async function isJpeg({ offset, length }: EmbeddedThumbnail, reader: RangedReader): Promise<boolean> {
	if (length < 4 || length > MAX_THUMBNAIL_BYTES || offset + length > reader.size) return false;
	return startsWith(await reader.read(offset, 3), "\xff\xd8\xff");
}
