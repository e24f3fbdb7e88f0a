/// <reference path="./exifr-modules.d.ts" />
import "exifr/src/dicts/icc-keys.mjs";
import "exifr/src/dicts/icc-values.mjs";
import { tagKeys, tagValues } from "exifr/src/tags.mjs";
import type { FactGroup, Json } from "../../../protocol/files/facts.ts";
import { latin1, u16, u32 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf16, untilNul } from "../../bytes/text.ts";
import { boundedText, describeBytes } from "../../json/plain-json.ts";
import { MAX_ICC_LANGUAGES, MAX_ICC_TAGS, MAX_ICC_TEXT_BYTES } from "../../limits.ts";

/** Bytes of the profile header (ICC.1:2022, 7.2) and of one entry of the tag table (7.3). */
const HEADER_BYTES = 128;
const TAG_ENTRY_BYTES = 12;

/** Offsets of the header fields that hold a four-character signature. */
const SIGNATURES = [4, 12, 16, 20, 36, 40, 48, 52, 80] as const;

/** The decoded fields of an ICC profile, and its description for the summary. */
export interface ColorProfile {
	readonly group: FactGroup;
	readonly description: string | undefined;
	/** Whether the claimed length and the tag table fit the bytes. */
	readonly intact: boolean;
}

/**
 * Reads an ICC colour profile; `undefined` where the `acsp` signature is missing. Names and descriptions come from
 * exifr's dictionaries. The tag table is walked here, because its offsets and lengths are claims that must be checked.
 */
export function readIcc(profile: Uint8Array): ColorProfile | undefined {
	if (profile.length < HEADER_BYTES + 4 || latin1(profile, 36, 4) !== "acsp") return undefined;
	const fields = new Map<string, Json>();
	for (const at of SIGNATURES) {
		const value = untilNul(latin1(profile, at, 4));
		if (value !== "") fields.set(nameOf(at), describeValue(at, value));
	}
	fields.set("ProfileVersion", `${profile[8]}.${(profile[9] ?? 0) >> 4}.${(profile[9] ?? 0) & 15}`);
	fields.set("ProfileDateTime", dateTime(profile, 24));
	fields.set("CMMFlags", u32(profile, 44));
	fields.set("DeviceAttributes", [u32(profile, 56), u32(profile, 60)]);
	fields.set("RenderingIntent", describeValue(64, u32(profile, 64)));
	fields.set("ConnectionSpaceIlluminant", [
		s15Fixed16(profile, 68),
		s15Fixed16(profile, 72),
		s15Fixed16(profile, 76),
	]);
	const id = Array.from(profile.subarray(84, 100), (byte) => byte.toString(16).padStart(2, "0")).join("");
	if (!/^0+$/.test(id)) fields.set("ProfileID", id);
	const intact = readTags(profile, fields) && u32(profile, 0) <= profile.length;
	const description = fields.get("ProfileDescription");
	return {
		group: { name: "ICC", fields: Object.fromEntries(fields) },
		description: typeof description === "string" && description !== "" ? description : undefined,
		intact,
	};
}

/** Adds every tag that lies inside the profile to `fields`; whether all of them did. */
function readTags(profile: Uint8Array, fields: Map<string, Json>): boolean {
	const count = u32(profile, HEADER_BYTES);
	let intact = count <= MAX_ICC_TAGS;
	for (let index = 0; index < Math.min(count, MAX_ICC_TAGS); index++) {
		const row = HEADER_BYTES + 4 + index * TAG_ENTRY_BYTES;
		const [at, length] = [u32(profile, row + 4), u32(profile, row + 8)];
		if (row + TAG_ENTRY_BYTES > profile.length || length < 8 || at + length > profile.length) {
			intact = false;
			continue;
		}
		const code = latin1(profile, row, 4);
		for (const [suffix, value] of valuesOf(profile.subarray(at, at + length))) {
			fields.set(nameOf(code) + suffix, typeof value === "string" ? describeValue(code, value) : value);
		}
	}
	return intact;
}

type Values = readonly (readonly [suffix: string, value: Json])[];

/** The value of a tag, decoded by its type signature (ICC.1:2022, clause 10). */
function valuesOf(tag: Uint8Array): Values {
	const single = (value: Json): Values => [["", value]];
	switch (latin1(tag, 0, 4)) {
		case "desc":
			return single(untilNul(decodeText(tag.subarray(12, 12 + Math.min(u32(tag, 8), MAX_ICC_TEXT_BYTES)))));
		case "text":
			return single(boundedText(untilNul(decodeText(tag.subarray(8, 8 + MAX_ICC_TEXT_BYTES)))));
		case "sig ":
			return single(latin1(tag, 8, 4).trim());
		case "mluc":
			return localized(tag);
		case "XYZ ":
			return single([s15Fixed16(tag, 8), s15Fixed16(tag, 12), s15Fixed16(tag, 16)]);
		case "sf32":
			return single(
				Array.from({ length: Math.min((tag.length - 8) >> 2, 16) }, (_, n) => s15Fixed16(tag, 8 + n * 4)),
			);
		case "meas":
			return [
				["Observer", u32(tag, 8)],
				["Backing", [s15Fixed16(tag, 12), s15Fixed16(tag, 16), s15Fixed16(tag, 20)]],
				["Geometry", u32(tag, 24)],
				["Flare", s15Fixed16(tag, 28)],
				["Illuminant", u32(tag, 32)],
			];
		case "view":
			return [
				["Illuminant", [s15Fixed16(tag, 8), s15Fixed16(tag, 12), s15Fixed16(tag, 16)]],
				["Surround", [s15Fixed16(tag, 20), s15Fixed16(tag, 24), s15Fixed16(tag, 28)]],
				["IlluminantType", u32(tag, 32)],
			];
		case "chrm":
			return [
				["Channels", u16(tag, 8)],
				["Colorant", u16(tag, 10)],
			];
		default:
			return single(describeBytes(tag.length));
	}
}

/** `multiLocalizedUnicodeType`: the first text without a suffix and, where there are several, each under its language. */
function localized(tag: Uint8Array): Values {
	const recordBytes = u32(tag, 12);
	if (recordBytes < 12) return [];
	const count = Math.min(u32(tag, 8), MAX_ICC_LANGUAGES, Math.floor((tag.length - 16) / recordBytes));
	const values: [string, Json][] = [];
	for (let index = 0; index < count; index++) {
		const row = 16 + index * recordBytes;
		const [length, at] = [Math.min(u32(tag, row + 4), MAX_ICC_TEXT_BYTES), u32(tag, row + 8)];
		const text = boundedText(untilNul(decodeUtf16(tag.subarray(at, at + (length & ~1)), false)));
		if (index === 0) values.push(["", text]);
		if (count > 1) values.push([` (${latin1(tag, row, 2)}-${latin1(tag, row + 2, 2)})`, text]);
	}
	return values;
}

function nameOf(code: number | string): string {
	const names = tagKeys.get("icc");
	return names?.get(code) ?? `Tag ${String(code).replace(/[^\x20-\x7e]/g, "?")}`;
}

/** exifr's description of a signature or number, in any case; the value itself where there is none. */
function describeValue(code: number | string, value: string | number): Json {
	const descriptions = tagValues.get("icc")?.get(code);
	if (descriptions === undefined) return value;
	const key = Object.hasOwn(descriptions, value) ? value : String(value).toLowerCase();
	return Object.hasOwn(descriptions, key) ? (descriptions[key] ?? value) : value;
}

/** `s15Fixed16Number` (ICC.1:2022, 4): a signed number with 16 bits before and 16 after the binary point. */
function s15Fixed16(bytes: Uint8Array, at: number): number {
	return Number(((u32(bytes, at) | 0) / 0x10000).toFixed(5));
}

function dateTime(bytes: Uint8Array, at: number): string {
	const [year, ...parts] = Array.from({ length: 6 }, (_, index) => u16(bytes, at + index * 2));
	const [month, day, hour, minute, second] = parts.map((part) => String(part).padStart(2, "0"));
	return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}
