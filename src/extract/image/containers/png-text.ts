import { latin1, startsWith } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf8 } from "../../bytes/text.ts";
import { boundedText, plainName } from "../../json/plain-json.ts";
import { MAX_EXIF_BYTES } from "../../limits.ts";
import { readPhotoshop } from "../blocks/photoshop.ts";
import type { Pieces } from "../pieces.ts";
import { addTiffBlock } from "./tiff.ts";

/** The keyword under which XMP stands (XMP Specification Part 3, 1.1.5). */
const XMP_KEYWORD = "XML:com.adobe.xmp";

/** ImageMagick's way of keeping whole blocks as hexadecimal text. */
const RAW_PROFILE = "Raw profile type ";

/** A text chunk of any of the three sorts (PNG, third edition, 11.3.3). */
export async function readPngText(type: string, data: Uint8Array, pieces: Pieces): Promise<void> {
	const end = data.indexOf(0);
	if (end < 1) return;
	const keyword = latin1(data, 0, end);
	const text = textBytes(type, data.subarray(end + 1), pieces);
	if (text === undefined) return pieces.defect(`The text “${keyword.slice(0, 40)}” cannot be unpacked.`);
	if (keyword === XMP_KEYWORD) pieces.xmp.push(text);
	else if (keyword.startsWith(RAW_PROFILE))
		await readRawProfile(keyword.slice(RAW_PROFILE.length), text, pieces);
	else
		pieces.group("PNG", {
			[plainName(keyword)]: boundedText(type === "iTXt" ? decodeUtf8(text) : decodeText(text)),
		});
}

function textBytes(type: string, rest: Uint8Array, { unpacker }: Pieces): Uint8Array | undefined {
	if (type === "tEXt") return rest;
	if (type === "zTXt") return unpacker.inflate(rest.subarray(1));
	// Flag, method, language, NUL, translated keyword, NUL, text.
	const language = rest.indexOf(0, 2);
	const translated = language === -1 ? -1 : rest.indexOf(0, language + 1);
	if (translated === -1) return undefined;
	const text = rest.subarray(translated + 1);
	return rest[0] === 1 ? unpacker.inflate(text) : text;
}

async function readRawProfile(name: string, text: Uint8Array, pieces: Pieces): Promise<void> {
	const block = fromHex(latin1(text));
	if (name === "xmp") pieces.xmp.push(block);
	else if (name === "icc" || name === "icm") pieces.icc ??= block;
	else if (name === "iptc") {
		if (startsWith(block, "8BIM")) readPhotoshop(block, undefined, pieces);
		else if (startsWith(block, "Photoshop 3.0\0")) readPhotoshop(block.subarray(14), undefined, pieces);
		else pieces.iptc.push(block);
	} else if (name === "exif" || name === "APP1") {
		if (startsWith(block, "http://ns.adobe.com/xap/1.0/\0")) pieces.xmp.push(block.subarray(29));
		else {
			const skip = startsWith(block, "Exif\0\0") ? 6 : 0;
			await addTiffBlock(block.subarray(skip, MAX_EXIF_BYTES), undefined, pieces);
		}
	}
}

/** A line with the name, a line with the length, then pairs of digits over many lines. */
function fromHex(text: string): Uint8Array {
	const lines = text.split("\n").map((line) => line.trim());
	const first = lines.findIndex((line) => /^\d+$/.test(line));
	const digits = lines.slice(first + 1).join("");
	const bytes = new Uint8Array(digits.length >> 1);
	for (let index = 0; index < bytes.length; index++) {
		bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
	}
	return bytes;
}
