import { latin1 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf16, untilNul } from "../../bytes/text.ts";
import type { TiffEntry } from "./tiff-directories.ts";

type Decode = (data: Uint8Array, little: boolean) => unknown;

/** Four characters such as `0232`. */
const version: Decode = (data) => untilNul(latin1(data)) || Array.from(data).join(".");

/** Text in the sixteen bits of Windows, always little-endian. */
const windowsText: Decode = (data) => untilNul(decodeUtf16(data.subarray(0, data.length & ~1), true));

/** Text behind eight bytes that name its character set (EXIF 3.0, section 4.6.5, UserComment). */
const markedText: Decode = (data, little) => {
	const marker = latin1(data, 0, 8).replace(/\0+$/, "");
	const rest = data.subarray(8);
	if (marker === "UNICODE")
		return untilNul(decodeUtf16(rest.subarray(0, rest.length & ~1), littleText(rest, little)));
	if (marker === "JIS") return untilNul(new TextDecoder("euc-jp").decode(rest));
	if (marker === "ASCII" || marker === "") return untilNul(decodeText(rest));
	return untilNul(decodeText(data));
};

/** Which byte order the text is in: many writers ignore the order of the file, so zero high bytes decide. */
function littleText(text: Uint8Array, little: boolean): boolean {
	let even = 0;
	let odd = 0;
	for (let index = 0; index + 1 < text.length; index += 2) {
		if (text[index] === 0) even++;
		if (text[index + 1] === 0) odd++;
	}
	return even === odd ? little : odd > even;
}

/** One number in a byte. */
const oneByte: Decode = (data) => data[0];

/** Parts of a colour in the order they are stored (EXIF 3.0, ComponentsConfiguration). */
const components: Decode = (data) =>
	Array.from(data, (part) => ["", "Y", "Cb", "Cr", "R", "G", "B"][part] ?? "?").join("");

/** Tags whose bytes mean something that their TIFF type does not tell, by directory. */
const DECODERS: ReadonlyMap<string, ReadonlyMap<number, Decode>> = new Map([
	[
		"ifd0",
		new Map<number, Decode>([
			[0x9c9b, windowsText],
			[0x9c9c, windowsText],
			[0x9c9d, windowsText],
			[0x9c9e, windowsText],
			[0x9c9f, windowsText],
		]),
	],
	[
		"exif",
		new Map<number, Decode>([
			[0x9000, version],
			[0xa000, version],
			[0x9101, components],
			[0x9286, markedText],
			[0xa300, oneByte],
			[0xa301, oneByte],
		]),
	],
	[
		"gps",
		new Map<number, Decode>([
			[0x0000, (data) => Array.from(data).join(".")],
			[0x0005, oneByte],
			[0x001b, markedText],
			[0x001c, markedText],
		]),
	],
	["interop", new Map<number, Decode>([[0x0002, version]])],
]);

const ASCII = 2;
const UNDEFINED = 7;

/** The value of a tag that exifr leaves as bytes or decodes badly; nothing where exifr's own value is right. */
export function decodeTag(block: string, { tag, type, data }: TiffEntry, little: boolean): unknown {
	if (data === undefined) return undefined;
	const decode = DECODERS.get(block)?.get(tag);
	if (decode !== undefined && type !== 3 && type !== 4) return decode(data, little);
	if (type === ASCII) return untilNul(decodeText(data));
	if (type === UNDEFINED && data.length > 1 && data.every(printable)) return untilNul(latin1(data));
	return undefined;
}

function printable(byte: number, index: number, all: Uint8Array): boolean {
	return (byte >= 0x20 && byte < 0x7f) || (byte === 0 && index === all.length - 1);
}
