import { imageSize } from "image-size";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";

/** Bytes that hold the pixel size in every format that has no walker here (BMP, icons, JPEG 2000). */
const HEAD_BYTES = 64 * 1024;

/** A format that nothing here can look into. */
export async function readNothing(_reader: RangedReader, pieces: Pieces): Promise<void> {
	pieces.notice("Deeper reading of this format is not built yet.");
}

/** Looks up the pixel size of a format without a walker, from its head alone. */
export async function readHeader(reader: RangedReader, pieces: Pieces): Promise<void> {
	const head = await reader.read(0, HEAD_BYTES);
	try {
		const { width, height } = imageSize(head.slice());
		if (width > 0 && height > 0) pieces.size = { width, height, source: "Image header" };
	} catch {
		pieces.defect("Its header does not tell the size of the picture.");
	}
}
