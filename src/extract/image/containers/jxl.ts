import { imageSize } from "image-size";
import { boxesIn } from "../../bytes/boxes.ts";
import { latin1, u32 } from "../../bytes/bytes.ts";
import { MAX_EXIF_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of a codestream that hold its size (ISO 18181-1, SizeHeader). */
const SIZE_BYTES = 64;

/** Reads JPEG XL: a bare codestream, or boxes of which some may be packed with Brotli (ISO 18181-2). */
export async function readJxl(reader: RangedReader, pieces: Pieces): Promise<void> {
	const start = await reader.read(0, 2);
	if (start[0] === 0xff) return codestreamSize(await reader.read(0, SIZE_BYTES), pieces);
	const { boxes, sound } = await boxesIn(reader, 0, reader.size);
	if (!sound) pieces.defect("The file ends in the middle of a box, or a box has an impossible length.");
	for (const { type, start, end } of boxes) {
		const body = (longest: number) => reader.read(start, Math.min(end - start, longest));
		if (type === "jxlc") codestreamSize(await body(SIZE_BYTES), pieces);
		else if (type === "jxlp" && pieces.size === undefined)
			codestreamSize((await body(SIZE_BYTES)).subarray(4), pieces);
		else if (type === "Exif") await readBlock("Exif", await body(MAX_EXIF_BYTES), start, pieces);
		else if (type === "xml ") await readBlock("xml ", await body(MAX_XMP_BYTES), start, pieces);
		else if (type === "brob") {
			const packed = await body(MAX_EXIF_BYTES);
			const block = pieces.unpacker.unbrotli(packed.subarray(4));
			if (block === undefined) pieces.defect("A packed block of the file cannot be unpacked.");
			else await readBlock(latin1(packed, 0, 4), block, undefined, pieces);
		} else if (type === "jbrd") pieces.group("JPEG XL", { JPEGReconstruction: true });
	}
}

/** `at` is where the content stands in the file, unless it was packed. */
async function readBlock(
	type: string,
	block: Uint8Array,
	at: number | undefined,
	pieces: Pieces,
): Promise<void> {
	if (type === "xml ") pieces.xmp.push(block.subarray(0, MAX_XMP_BYTES));
	if (type !== "Exif") return;
	const skip = 4 + u32(block, 0);
	await addTiffBlock(block.subarray(skip, MAX_EXIF_BYTES), at === undefined ? undefined : at + skip, pieces);
}

function codestreamSize(codestream: Uint8Array, pieces: Pieces): void {
	try {
		const { width, height } = imageSize(codestream.slice());
		if (width > 0 && height > 0) pieces.size = { width, height, source: "JPEG XL codestream" };
		pieces.group("JPEG XL", { ImageWidth: width, ImageHeight: height });
	} catch {
		pieces.defect("The header of the codestream is damaged.");
	}
}
