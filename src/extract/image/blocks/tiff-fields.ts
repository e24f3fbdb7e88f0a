/// <reference path="./exifr-modules.d.ts" />
import { tagKeys, tagValues } from "exifr/src/tags.mjs";
import type { Json } from "../../../protocol/files/facts.ts";
import { describedBytes, plainJson } from "../../json/plain-json.ts";
import type { TiffPiece } from "../pieces.ts";
import { type RawTags, readStandardDirectories } from "./exif-block.ts";
import { decodeTag } from "./tag-decoders.ts";
import type { TiffDirectory, TiffEntry } from "./tiff-directories.ts";

/** One tag with its name, the parser's value for rules, and the value to show. */
export interface TiffField {
	readonly tag: number;
	readonly name: string;
	readonly raw: unknown;
	readonly shown: Json;
	readonly entry: TiffEntry;
}

/** All fields of one directory. */
export interface FieldDirectory {
	readonly name: string;
	readonly little: boolean;
	readonly fields: readonly TiffField[];
}

/** Words for numbers that exifr's dictionaries lack (TIFF 6.0 and EXIF 3.0), by tag. */
const MORE_WORDS: ReadonlyMap<number, { readonly [value: string]: string }> = new Map([
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

/** Dictionaries to look a tag up in when its own directory's does not know it. */
const FALLBACKS: readonly string[] = ["ifd0", "exif"];

/** Reads all directories of one TIFF structure: the standard ones together, every other one by itself. */
export async function readTiffFields({ directories }: TiffPiece): Promise<FieldDirectory[]> {
	const standard = directories.filter(({ name }) => STANDARD.has(name));
	const values = standard.length > 0 ? await readStandardDirectories(standard) : new Map<string, RawTags>();
	const read: FieldDirectory[] = [];
	for (const directory of directories) {
		const raw = STANDARD.has(directory.name) ? values.get(directory.name) : await readAlone(directory);
		read.push({
			name: directory.name,
			little: directory.little,
			fields: fieldsOf(directory, raw ?? new Map()),
		});
	}
	return read;
}

async function readAlone(directory: TiffDirectory): Promise<RawTags | undefined> {
	return (await readStandardDirectories([{ ...directory, name: "ifd0" }])).get("ifd0");
}

function fieldsOf({ name, little, entries }: TiffDirectory, raw: RawTags): TiffField[] {
	const block = STANDARD.has(name) ? name : "ifd0";
	return entries.flatMap((entry): TiffField[] => {
		const { tag, data, count } = entry;
		if (data === undefined) {
			const shown = entry.type === 7 || entry.type === 1 ? describedBytes(count) : `(${count} values)`;
			return [{ tag, name: nameOf(block, tag), raw: undefined, shown, entry }];
		}
		const value = decodeTag(block, entry, little) ?? raw.get(tag) ?? "";
		const shown = plainJson(inWords(block, tag, value));
		return shown === undefined ? [] : [{ tag, name: nameOf(block, tag), raw: value, shown, entry }];
	});
}

function nameOf(block: string, tag: number): string {
	for (const dictionary of [block, ...FALLBACKS]) {
		const name = tagKeys.get(dictionary)?.get(tag);
		if (name !== undefined && (block !== "gps" || dictionary === "gps")) return name;
	}
	return `Tag 0x${tag.toString(16).padStart(4, "0")}`;
}

/** The words that exifr's dictionaries have for a number, such as `Horizontal (normal)`; else the value itself. */
function inWords(block: string, tag: number, value: unknown): unknown {
	const words = tagValues.get(block)?.get(tag) ?? (block === "gps" ? undefined : MORE_WORDS.get(tag));
	if (words === undefined || (typeof value !== "number" && typeof value !== "string")) return value;
	return Object.hasOwn(words, value) ? words[value] : value;
}
