import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { readGif } from "./gif.ts";
import { readHeif } from "./heif.ts";
import { readJpeg } from "./jpeg.ts";
import { readJxl } from "./jxl.ts";
import { readSizeOnly, readUnsupported } from "./other-image.ts";
import { readPng } from "./png.ts";
import { readPsd } from "./psd.ts";
import { readCr3, readRaf } from "./raw.ts";
import { readSvg } from "./svg.ts";
import { readTiff } from "./tiff.ts";
import { readWebp } from "./webp.ts";

/** Walks one format's container and collects what it finds in `contents`. */
export type ReadContainer = (reader: RangedReader, contents: ImageContents) => Promise<void>;

/** Container readers by media type; the first match wins. */
const READERS: readonly (readonly [RegExp, ReadContainer])[] = [
	[/^image\/jpeg$/, readJpeg],
	[/^image\/a?png$/, readPng],
	[/^image\/webp$/, readWebp],
	[/^image\/gif$/, readGif],
	[/^image\/(avif|hei[cf])(-sequence)?$/, readHeif],
	[/^image\/jxl$/, readJxl],
	[/^image\/x-fujifilm-raf$/, readRaf],
	[/^image\/x-canon-cr3$/, readCr3],
	[/^image\/(bmp|x-icon|icns|jp2|jpx|j2c|ktx|vnd\.ms-dds)$/, readSizeOnly],
	[/^image\/svg\+xml$/, readSvg],
	[/^image\/vnd\.adobe\.photoshop$/, readPsd],
	[/^image\/(tiff|x-adobe-dng|x-canon-cr2|x-nikon-nef|x-sony-arw|x-panasonic-rw2|x-olympus-orf)$/, readTiff],
];

/** The container reader for a media type; an unsupported format still gets the facts that every file has. */
export function containerReaderFor(mime: string): ReadContainer {
	return READERS.find(([types]) => types.test(mime))?.[1] ?? readUnsupported;
}
