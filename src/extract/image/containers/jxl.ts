import { imageSize } from "image-size";
import { readBoxes } from "../../bytes/boxes.ts";
import { latin1, u32 } from "../../bytes/bytes.ts";
import { MAX_EXIF_BYTES, MAX_XMP_BYTES } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";
import { addTiffBlock } from "./tiff.ts";

/** Bytes of a codestream that are enough for its size (ISO/IEC 18181-1, SizeHeader). */
const SIZE_BYTES = 64;

/** Reads JPEG XL: a plain codestream, or boxes, of which some may be compressed with Brotli (ISO/IEC 18181-2). */
export async function readJxl(reader: RangedReader, contents: ImageContents): Promise<void> {
	const signature = await reader.read(0, 2);
	if (signature[0] === 0xff) return readCodestreamSize(await reader.read(0, SIZE_BYTES), contents);
	const { boxes, intact } = await readBoxes(reader, 0, reader.size);
	if (!intact) contents.addDefect("The file ends in the middle of a box, or a box has an impossible length.");
	for (const { type, start, end } of boxes) {
		const body = (maxBytes: number) => reader.read(start, Math.min(end - start, maxBytes));
		if (type === "jxlc") readCodestreamSize(await body(SIZE_BYTES), contents);
		else if (type === "jxlp" && contents.size === undefined)
			readCodestreamSize((await body(SIZE_BYTES)).subarray(4), contents);
		else if (type === "Exif") await readBlock("Exif", await body(MAX_EXIF_BYTES), start, contents);
		else if (type === "xml ") await readBlock("xml ", await body(MAX_XMP_BYTES), start, contents);
		else if (type === "brob") {
			const compressed = await body(MAX_EXIF_BYTES);
			const block = contents.unpacker.brotli(compressed.subarray(4));
			if (block === undefined)
				contents.addDefect("A compressed block of the file could not be decompressed.");
			else await readBlock(latin1(compressed, 0, 4), block, undefined, contents);
		} else if (type === "jbrd") contents.addGroup("JPEG XL", { JPEGReconstruction: true });
	}
}

/** `at` is the offset of the box content in the file; `undefined` where it was compressed. */
async function readBlock(
	type: string,
	block: Uint8Array,
	at: number | undefined,
	contents: ImageContents,
): Promise<void> {
	if (type === "xml ") contents.xmp.push(block.subarray(0, MAX_XMP_BYTES));
	if (type !== "Exif") return;
	const skip = 4 + u32(block, 0);
	await addTiffBlock(
		block.subarray(skip, MAX_EXIF_BYTES),
		at === undefined ? undefined : at + skip,
		contents,
	);
}

function readCodestreamSize(codestream: Uint8Array, contents: ImageContents): void {
	try {
		const { width, height } = imageSize(codestream.slice());
		if (width > 0 && height > 0) contents.size = { width, height, source: "JPEG XL codestream" };
		contents.addGroup("JPEG XL", { ImageWidth: width, ImageHeight: height });
	} catch {
		contents.addDefect("The JPEG XL codestream header is damaged.");
	}
}
