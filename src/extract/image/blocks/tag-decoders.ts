import { latin1 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf16, untilNul } from "../../bytes/text.ts";
import type { TiffEntry } from "./tiff-directories.ts";

type DecodeTag = (data: Uint8Array, littleEndian: boolean) => unknown;

/** Four ASCII digits such as `0232`. */
const version: DecodeTag = (data) => untilNul(latin1(data)) || Array.from(data).join(".");

/** The XP* tags that Windows Explorer writes: UTF-16, always little-endian. */
const windowsText: DecodeTag = (data) => untilNul(decodeUtf16(data.subarray(0, data.length & ~1), true));

/** Text after eight bytes that name its character set (EXIF 3.0, section 4.6.5, UserComment). */
const textWithCharset: DecodeTag = (data, littleEndian) => {
	const charset = latin1(data, 0, 8).replace(/\0+$/, "");
	const text = data.subarray(8);
	if (charset === "UNICODE")
		return untilNul(decodeUtf16(text.subarray(0, text.length & ~1), isLittleEndianText(text, littleEndian)));
	if (charset === "JIS") return untilNul(new TextDecoder("euc-jp").decode(text));
	if (charset === "ASCII" || charset === "") return untilNul(decodeText(text));
	return untilNul(decodeText(data));
};

/** Byte order of UTF-16 text. Many writers ignore the file's own byte order, so the zero high bytes decide. */
function isLittleEndianText(text: Uint8Array, littleEndian: boolean): boolean {
	let even = 0;
	let odd = 0;
	for (let index = 0; index + 1 < text.length; index += 2) {
		if (text[index] === 0) even++;
		if (text[index + 1] === 0) odd++;
	}
	return even === odd ? littleEndian : odd > even;
}

const oneByte: DecodeTag = (data) => data[0];

/** Colour channels in storage order (EXIF 3.0, ComponentsConfiguration). */
const components: DecodeTag = (data) =>
	Array.from(data, (part) => ["", "Y", "Cb", "Cr", "R", "G", "B"][part] ?? "?").join("");

/** Decoders for tags whose meaning does not follow from their TIFF type, by directory. */
const DECODERS: ReadonlyMap<string, ReadonlyMap<number, DecodeTag>> = new Map([
	[
		"ifd0",
		new Map<number, DecodeTag>([
			[0x9c9b, windowsText],
			[0x9c9c, windowsText],
			[0x9c9d, windowsText],
			[0x9c9e, windowsText],
			[0x9c9f, windowsText],
		]),
	],
	[
		"exif",
		new Map<number, DecodeTag>([
			[0x9000, version],
			[0xa000, version],
			[0x9101, components],
			[0x9286, textWithCharset],
			[0xa300, oneByte],
			[0xa301, oneByte],
		]),
	],
	[
		"gps",
		new Map<number, DecodeTag>([
			[0x0000, (data) => Array.from(data).join(".")],
			[0x0005, oneByte],
			[0x001b, textWithCharset],
			[0x001c, textWithCharset],
		]),
	],
	["interop", new Map<number, DecodeTag>([[0x0002, version]])],
]);

/** TIFF field types (TIFF 6.0, section 2). */
const ASCII = 2;
const UNDEFINED = 7;

/** The value of a tag that exifr leaves as bytes or decodes wrongly; `undefined`: use exifr's own value. */
export function decodeTag(block: string, { tag, type, data }: TiffEntry, littleEndian: boolean): unknown {
	if (data === undefined) return undefined;
	const decode = DECODERS.get(block)?.get(tag);
	if (decode !== undefined && type !== 3 && type !== 4) return decode(data, littleEndian);
	if (type === ASCII) return untilNul(decodeText(data));
	if (type === UNDEFINED && data.length > 1 && data.every(isPrintable)) return untilNul(latin1(data));
	return undefined;
}

/** ASCII text; a NUL only as the terminator. */
function isPrintable(byte: number, index: number, all: Uint8Array): boolean {
	return (byte >= 0x20 && byte < 0x7f) || (byte === 0 && index === all.length - 1);
}
