import { imageSize } from "image-size";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";

/** Bytes that hold the pixel size in every format without a container reader of its own (BMP, icons, JPEG 2000). */
const HEAD_BYTES = 64 * 1024;

/** For formats that nothing here can read. */
export async function readUnsupported(_reader: RangedReader, contents: ImageContents): Promise<void> {
	contents.addNotice("Reading metadata from this format is not supported yet.");
}

/** Reads only the pixel size, from the beginning of the file. */
export async function readSizeOnly(reader: RangedReader, contents: ImageContents): Promise<void> {
	const head = await reader.read(0, HEAD_BYTES);
	try {
		const { width, height } = imageSize(head.slice());
		if (width > 0 && height > 0) contents.size = { width, height, source: "Image header" };
	} catch {
		contents.addDefect("The header does not give the size of the picture.");
	}
}
