import { readJxl } from "./jxl.ts";
import { readSizeOnly, readUnsupported } from "./other-image.ts";
import { photoContainerFor, type ReadContainer } from "./photo-formats.ts";
import { readPsd } from "./psd.ts";
import { readCr3, readRaf } from "./raw.ts";
import { readSvg } from "./svg.ts";
import { readTiff } from "./tiff.ts";

/** Readers of the formats that are not in `photo-formats.ts`, by media type; the first match wins. */
const READERS: readonly (readonly [RegExp, ReadContainer])[] = [
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
	return photoContainerFor(mime) ?? READERS.find(([types]) => types.test(mime))?.[1] ?? readUnsupported;
}
