/// <reference path="./exifr-modules.d.ts" />
import { tagKeys, tagValues } from "exifr/src/tags.mjs";
import type { Json } from "../../../protocol/files/facts.ts";
import { describeBytes, plainJson } from "../../json/plain-json.ts";
import type { TiffStructure } from "../image-contents.ts";
import { type RawTags, readStandardDirectories } from "./standard-directories.ts";
import { decodeTag } from "./tag-decoders.ts";
import type { TiffDirectory, TiffEntry } from "./tiff-directories.ts";

/** One decoded tag. */
export interface TiffField {
	readonly tag: number;
	readonly name: string;
	/** The decoded value, before descriptions replace numbers. */
	readonly raw: unknown;
	/** The value to show. */
	readonly display: Json;
	readonly entry: TiffEntry;
}

/** One directory with its decoded fields. */
export interface DecodedDirectory {
	readonly name: string;
	readonly littleEndian: boolean;
	readonly fields: readonly TiffField[];
}

/** Descriptions of values that exifr's dictionaries lack (TIFF 6.0 and EXIF 3.0), by tag. */
const EXTRA_DESCRIPTIONS: ReadonlyMap<number, { readonly [value: string]: string }> = new Map([
	[
		0x0103,
		{ 1: "Uncompressed", 5: "LZW", 6: "JPEG (old style)", 7: "JPEG", 8: "Deflate", 32773: "PackBits" },
	],
	[
		0x0106,
		{
			0: "White is zero",
			1: "Black is zero",
			2: "RGB",
			3: "Palette",
			5: "CMYK",
			6: "YCbCr",
			8: "CIE L*a*b*",
		},
	],
	[0x0213, { 1: "Centered", 2: "Co-sited" }],
	[0xa001, { 1: "sRGB", 2: "Adobe RGB", 65535: "Uncalibrated" }],
]);

const STANDARD: ReadonlySet<string> = new Set(["ifd0", "ifd1", "exif", "gps", "interop"]);

/** Dictionaries to try after the directory's own. */
const FALLBACKS: readonly string[] = ["ifd0", "exif"];

/** Decodes all directories of one TIFF structure: the standard ones together, every other one by itself. */
export async function readTiffFields({ directories }: TiffStructure): Promise<DecodedDirectory[]> {
	const standard = directories.filter(({ name }) => STANDARD.has(name));
	const values = standard.length > 0 ? await readStandardDirectories(standard) : new Map<string, RawTags>();
	const decoded: DecodedDirectory[] = [];
	for (const directory of directories) {
		const raw = STANDARD.has(directory.name) ? values.get(directory.name) : await readNonStandard(directory);
		decoded.push({
			name: directory.name,
			littleEndian: directory.littleEndian,
			fields: fieldsOf(directory, raw ?? new Map()),
		});
	}
	return decoded;
}

/** exifr only reads directories that it knows, so any other one is passed to it as `ifd0`. */
async function readNonStandard(directory: TiffDirectory): Promise<RawTags | undefined> {
	return (await readStandardDirectories([{ ...directory, name: "ifd0" }])).get("ifd0");
}

function fieldsOf({ name, littleEndian, entries }: TiffDirectory, raw: RawTags): TiffField[] {
	const block = STANDARD.has(name) ? name : "ifd0";
	return entries.flatMap((entry): TiffField[] => {
		const { tag, data, count } = entry;
		if (data === undefined) {
			const display = entry.type === 7 || entry.type === 1 ? describeBytes(count) : `(${count} values)`;
			return [{ tag, name: nameOf(block, tag), raw: undefined, display, entry }];
		}
		const value = decodeTag(block, entry, littleEndian) ?? raw.get(tag) ?? "";
		const display = plainJson(describeValue(block, tag, value));
		return display === undefined ? [] : [{ tag, name: nameOf(block, tag), raw: value, display, entry }];
	});
}

function nameOf(block: string, tag: number): string {
	for (const dictionary of [block, ...FALLBACKS]) {
		const name = tagKeys.get(dictionary)?.get(tag);
		if (name !== undefined && (block !== "gps" || dictionary === "gps")) return name;
	}
	return `Tag 0x${tag.toString(16).padStart(4, "0")}`;
}

/** The description of an enumerated value, such as `Horizontal (normal)`; the value itself where there is none. */
function describeValue(block: string, tag: number, value: unknown): unknown {
	const descriptions =
		tagValues.get(block)?.get(tag) ?? (block === "gps" ? undefined : EXTRA_DESCRIPTIONS.get(tag));
	if (descriptions === undefined || (typeof value !== "number" && typeof value !== "string")) return value;
	return Object.hasOwn(descriptions, value) ? descriptions[value] : value;
}
