/// <reference path="./exifr-modules.d.ts" />
import "exifr/src/dicts/icc-keys.mjs";
import "exifr/src/dicts/icc-values.mjs";
import { tagKeys, tagValues } from "exifr/src/tags.mjs";
import type { FactGroup, Json } from "../../../protocol/files/facts.ts";
import { latin1, u16, u32 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf16, untilNul } from "../../bytes/text.ts";
import { boundedText, describedBytes } from "../../json/plain-json.ts";
import { MAX_ICC_LANGUAGES, MAX_ICC_TAGS, MAX_ICC_TEXT_BYTES } from "../../limits.ts";

/** Bytes of the header (ICC.1:2022, 7.2) and of one row of the tag table. */
const HEADER_BYTES = 128;
const ROW_BYTES = 12;

/** Fields of the header that are four characters, by offset. */
const SIGNATURES = [4, 12, 16, 20, 36, 40, 48, 52, 80] as const;

/** What a profile tells, and its name for the summary. */
export interface ColorProfile {
	readonly group: FactGroup;
	readonly description: string | undefined;
	/** Whether the profile's own length and table agree with the bytes. */
	readonly sound: boolean;
}

/** Reads a colour profile. Names and words come from exifr's dictionaries; the walk is ours, because lengths are claims. */
export function readIcc(profile: Uint8Array): ColorProfile | undefined {
	if (profile.length < HEADER_BYTES + 4 || latin1(profile, 36, 4) !== "acsp") return undefined;
	const fields = new Map<string, Json>();
	for (const at of SIGNATURES) {
		const value = untilNul(latin1(profile, at, 4));
		if (value !== "") fields.set(nameOf(at), worded(at, value));
	}
	fields.set("ProfileVersion", `${profile[8]}.${(profile[9] ?? 0) >> 4}.${(profile[9] ?? 0) & 15}`);
	fields.set("ProfileDateTime", dateTime(profile, 24));
	fields.set("CMMFlags", u32(profile, 44));
	fields.set("DeviceAttributes", [u32(profile, 56), u32(profile, 60)]);
	fields.set("RenderingIntent", worded(64, u32(profile, 64)));
	fields.set("ConnectionSpaceIlluminant", [fixed(profile, 68), fixed(profile, 72), fixed(profile, 76)]);
	const id = Array.from(profile.subarray(84, 100), (byte) => byte.toString(16).padStart(2, "0")).join("");
	if (!/^0+$/.test(id)) fields.set("ProfileID", id);
	const sound = readTags(profile, fields) && u32(profile, 0) <= profile.length;
	const description = fields.get("ProfileDescription");
	return {
		group: { name: "ICC", fields: Object.fromEntries(fields) },
		description: typeof description === "string" && description !== "" ? description : undefined,
		sound,
	};
}

function readTags(profile: Uint8Array, fields: Map<string, Json>): boolean {
	const count = u32(profile, HEADER_BYTES);
	let sound = count <= MAX_ICC_TAGS;
	for (let index = 0; index < Math.min(count, MAX_ICC_TAGS); index++) {
		const row = HEADER_BYTES + 4 + index * ROW_BYTES;
		const [at, length] = [u32(profile, row + 4), u32(profile, row + 8)];
		if (row + ROW_BYTES > profile.length || length < 8 || at + length > profile.length) {
			sound = false;
			continue;
		}
		const code = latin1(profile, row, 4);
		for (const [suffix, value] of valuesOf(profile.subarray(at, at + length))) {
			fields.set(nameOf(code) + suffix, typeof value === "string" ? worded(code, value) : value);
		}
	}
	return sound;
}

type Values = readonly (readonly [suffix: string, value: Json])[];

/** The value of a tag by its type signature (ICC.1:2022, chapter 10). */
function valuesOf(tag: Uint8Array): Values {
	const one = (value: Json): Values => [["", value]];
	switch (latin1(tag, 0, 4)) {
		case "desc":
			return one(untilNul(decodeText(tag.subarray(12, 12 + Math.min(u32(tag, 8), MAX_ICC_TEXT_BYTES)))));
		case "text":
			return one(boundedText(untilNul(decodeText(tag.subarray(8, 8 + MAX_ICC_TEXT_BYTES)))));
		case "sig ":
			return one(latin1(tag, 8, 4).trim());
		case "mluc":
			return localized(tag);
		case "XYZ ":
			return one([fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)]);
		case "sf32":
			return one(
				Array.from({ length: Math.min((tag.length - 8) >> 2, 16) }, (_, n) => fixed(tag, 8 + n * 4)),
			);
		case "meas":
			return [
				["Observer", u32(tag, 8)],
				["Backing", [fixed(tag, 12), fixed(tag, 16), fixed(tag, 20)]],
				["Geometry", u32(tag, 24)],
				["Flare", fixed(tag, 28)],
				["Illuminant", u32(tag, 32)],
			];
		case "view":
			return [
				["Illuminant", [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)]],
				["Surround", [fixed(tag, 20), fixed(tag, 24), fixed(tag, 28)]],
				["IlluminantType", u32(tag, 32)],
			];
		case "chrm":
			return [
				["Channels", u16(tag, 8)],
				["Colorant", u16(tag, 10)],
			];
		default:
			return one(describedBytes(tag.length));
	}
}

/** One text in several languages: the first plain, every one under its language. */
function localized(tag: Uint8Array): Values {
	const size = u32(tag, 12);
	if (size < 12) return [];
	const count = Math.min(u32(tag, 8), MAX_ICC_LANGUAGES, Math.floor((tag.length - 16) / size));
	const values: [string, Json][] = [];
	for (let index = 0; index < count; index++) {
		const row = 16 + index * size;
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

function worded(code: number | string, value: string | number): Json {
	const words = tagValues.get("icc")?.get(code);
	const key = words !== undefined && Object.hasOwn(words, value) ? value : String(value).toLowerCase();
	return words !== undefined && Object.hasOwn(words, key) ? (words[key] ?? value) : value;
}

/** A number of 16 bits before and 16 bits after the point (s15Fixed16Number). */
function fixed(bytes: Uint8Array, at: number): number {
	return Number(((u32(bytes, at) | 0) / 0x10000).toFixed(5));
}

function dateTime(bytes: Uint8Array, at: number): string {
	const [year, ...rest] = Array.from({ length: 6 }, (_, index) => u16(bytes, at + index * 2));
	const [month, day, hour, minute, second] = rest.map((part) => String(part).padStart(2, "0"));
	return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}
