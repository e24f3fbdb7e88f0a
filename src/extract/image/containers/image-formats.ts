import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { readGif } from "./gif.ts";
import { readHeif } from "./heif.ts";
import { readJpeg } from "./jpeg.ts";
import { readJxl } from "./jxl.ts";
import { readHeader, readNothing } from "./other-image.ts";
import { readPng } from "./png.ts";
import { readPsd } from "./psd.ts";
import { readCr3, readRaf } from "./raw.ts";
import { readSvg } from "./svg.ts";
import { readTiff } from "./tiff.ts";
import { readWebp } from "./webp.ts";

/** Walks one format's container and puts what it finds into `pieces`. */
export type ReadImage = (reader: RangedReader, pieces: Pieces) => Promise<void>;

/** Formats with a walker of their own. */
const READERS: readonly (readonly [RegExp, ReadImage])[] = [
	[/^image\/jpeg$/, readJpeg],
	[/^image\/a?png$/, readPng],
	[/^image\/webp$/, readWebp],
	[/^image\/gif$/, readGif],
	[/^image\/(avif|hei[cf])(-sequence)?$/, readHeif],
	[/^image\/jxl$/, readJxl],
	[/^image\/x-fujifilm-raf$/, readRaf],
	[/^image\/x-canon-cr3$/, readCr3],
	[/^image\/(bmp|x-icon|icns|jp2|jpx|j2c|ktx|vnd\.ms-dds)$/, readHeader],
	[/^image\/svg\+xml$/, readSvg],
	[/^image\/vnd\.adobe\.photoshop$/, readPsd],
	[/^image\/(tiff|x-adobe-dng|x-canon-cr2|x-nikon-nef|x-sony-arw|x-panasonic-rw2|x-olympus-orf)$/, readTiff],
];

/** The walker of a media type; a format that nothing here knows still has the facts that any file has. */
export function readerOf(mime: string): ReadImage {
	return READERS.find(([types]) => types.test(mime))?.[1] ?? readNothing;
}
