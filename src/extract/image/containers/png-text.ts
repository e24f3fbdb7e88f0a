import { latin1, startsWith } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf8 } from "../../bytes/text.ts";
import { boundedText, plainName } from "../../json/plain-json.ts";
import { MAX_EXIF_BYTES } from "../../limits.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import type { ImageContents } from "../image-contents.ts";
import { addTiffBlock } from "./tiff.ts";

/** The keyword of the chunk that holds XMP (XMP Specification Part 3, 1.1.5). */
const XMP_KEYWORD = "XML:com.adobe.xmp";

/** Keyword prefix under which ImageMagick stores whole blocks as hexadecimal text. */
const RAW_PROFILE = "Raw profile type ";

/** Reads a text chunk: `tEXt`, `zTXt` or `iTXt` (PNG, third edition, 11.3.3). */
export async function readPngText(type: string, data: Uint8Array, contents: ImageContents): Promise<void> {
	const end = data.indexOf(0);
	if (end < 1) return;
	const keyword = latin1(data, 0, end);
	const text = textBytes(type, data.subarray(end + 1), contents);
	if (text === undefined)
		return contents.addDefect(`The text “${keyword.slice(0, 40)}” could not be decompressed.`);
	if (keyword === XMP_KEYWORD) contents.xmp.push(text);
	else if (keyword.startsWith(RAW_PROFILE))
		await readRawProfile(keyword.slice(RAW_PROFILE.length), text, contents);
	else
		contents.addGroup("PNG", {
			[plainName(keyword)]: boundedText(type === "iTXt" ? decodeUtf8(text) : decodeText(text)),
		});
}

/** The text after the keyword; `undefined` where it cannot be decompressed. */
function textBytes(type: string, data: Uint8Array, { unpacker }: ImageContents): Uint8Array | undefined {
	if (type === "tEXt") return data;
	if (type === "zTXt") return unpacker.inflate(data.subarray(1));
	// Compression flag, method, language, NUL, translated keyword, NUL, text (PNG, third edition, 11.3.3.4).
	const languageEnd = data.indexOf(0, 2);
	const keywordEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1);
	if (keywordEnd === -1) return undefined;
	const text = data.subarray(keywordEnd + 1);
	return data[0] === 1 ? unpacker.inflate(text) : text;
}

async function readRawProfile(name: string, text: Uint8Array, contents: ImageContents): Promise<void> {
	const block = fromHex(latin1(text));
	if (name === "xmp") contents.xmp.push(block);
	else if (name === "icc" || name === "icm") contents.icc ??= block;
	else if (name === "iptc") {
		if (startsWith(block, "8BIM")) readPhotoshop(block, undefined, contents);
		else if (startsWith(block, "Photoshop 3.0\0")) readPhotoshop(block.subarray(14), undefined, contents);
		else contents.iptc.push(block);
	} else if (name === "exif" || name === "APP1") {
		if (startsWith(block, "http://ns.adobe.com/xap/1.0/\0")) contents.xmp.push(block.subarray(29));
		else {
			const skip = startsWith(block, "Exif\0\0") ? 6 : 0;
			await addTiffBlock(block.subarray(skip, MAX_EXIF_BYTES), undefined, contents);
		}
	}
}

/** The profile name on one line, its length on the next, then hexadecimal digits over many lines. */
function fromHex(text: string): Uint8Array {
	const lines = text.split("\n").map((line) => line.trim());
	const lengthLine = lines.findIndex((line) => /^\d+$/.test(line));
	const digits = lines.slice(lengthLine + 1).join("");
	const bytes = new Uint8Array(digits.length >> 1);
	for (let index = 0; index < bytes.length; index++) {
		bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
	}
	return bytes;
}
