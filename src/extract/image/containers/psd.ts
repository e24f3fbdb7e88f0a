import { u16, u32 } from "../../bytes/bytes.ts";
import { MAX_IRB_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import type { ImageContents } from "../image-contents.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of the file header section (Adobe Photoshop File Formats Specification). */
const HEADER_BYTES = 26;

const COLOR_MODES = [
	"Bitmap",
	"Grayscale",
	"Indexed",
	"RGB",
	"CMYK",
	"",
	"",
	"Multichannel",
	"Duotone",
	"Lab",
];

/** Reads a Photoshop document: its header and its image resources, never its layers. */
export async function readPsd(reader: RangedReader, contents: ImageContents): Promise<void> {
	const header = await reader.read(0, HEADER_BYTES + 4);
	if (header.length < HEADER_BYTES + 4)
		return contents.addDefect("The file ends in the middle of its header.");
	const [height, width] = [u32(header, 14), u32(header, 18)];
	if (width > 0 && height > 0) contents.size = { width, height, source: "Photoshop header" };
	contents.addGroup("Photoshop", {
		ImageWidth: width,
		ImageHeight: height,
		NumChannels: u16(header, 12),
		BitDepth: u16(header, 22),
		ColorMode: COLOR_MODES[u16(header, 24)] ?? u16(header, 24),
	});
	const resourcesAt = HEADER_BYTES + 4 + u32(header, HEADER_BYTES);
	const length = u32(await reader.read(resourcesAt, 4), 0);
	if (length > MAX_IRB_BYTES)
		contents.addNotice("Not all Photoshop resources were read: there are too many.");
	const block = await reader.read(resourcesAt + 4, Math.min(length, MAX_IRB_BYTES));
	for (const { block: exif, at } of readPhotoshop(block, resourcesAt + 4, contents))
		await addTiffBlock(exif, at, contents);
}
