/// <reference path="./exifr-modules.d.ts" />
import "exifr/src/dicts/iptc-keys.mjs";
import { tagKeys } from "exifr/src/tags.mjs";
import type { FactGroup, Json } from "../../../protocol/files/facts.ts";
import { latin1, u16 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf8, untilNul } from "../../bytes/text.ts";
import { boundedText, describedBytes } from "../../json/plain-json.ts";
import { MAX_IPTC_DATASETS } from "../../limits.ts";

/** IIM 4.2, 1.5: every data set begins with this. */
const TAG_MARKER = 0x1c;

/** Record 1 tells about the envelope, record 2 about the picture. */
const ENVELOPE = 1;
const APPLICATION = 2;
const CHARACTER_SET = 90;

const ENVELOPE_NAMES: ReadonlyMap<number, string> = new Map([
	[0, "EnvelopeRecordVersion"],
	[5, "Destination"],
	[20, "FileFormat"],
	[22, "FileVersion"],
	[30, "ServiceIdentifier"],
	[40, "EnvelopeNumber"],
	[50, "ProductID"],
	[60, "EnvelopePriority"],
	[70, "DateSent"],
	[80, "TimeSent"],
	[CHARACTER_SET, "CodedCharacterSet"],
	[100, "UniqueObjectName"],
	[120, "ARMIdentifier"],
	[122, "ARMVersion"],
]);

/** Data sets that hold a number of two bytes. */
const NUMBERS: ReadonlySet<string> = new Set([
	"1:0",
	"1:20",
	"1:22",
	"1:120",
	"1:122",
	"2:0",
	"2:200",
	"2:201",
]);

/** Walks an IPTC record (IIM 4.2). Each round moves forward by at least five bytes. */
export function readIptc(records: readonly Uint8Array[]): FactGroup | undefined {
	const sets = records.flatMap(dataSets);
	if (sets.length === 0) return undefined;
	const utf8 = sets.some(
		({ record, number, data }) =>
			record === ENVELOPE && number === CHARACTER_SET && latin1(data) === "\x1b%G",
	);
	const fields = new Map<string, Json>();
	for (const set of sets) {
		const name = nameOf(set);
		const value = readValue(set, utf8);
		const before = fields.get(name);
		if (before === undefined) fields.set(name, value);
		else if (!isSingle(set)) fields.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
	}
	return { name: "IPTC", fields: Object.fromEntries(fields) };
}

interface DataSet {
	readonly record: number;
	readonly number: number;
	readonly data: Uint8Array;
}

function dataSets(bytes: Uint8Array): DataSet[] {
	const sets: DataSet[] = [];
	let at = bytes.indexOf(TAG_MARKER);
	while (at !== -1 && at + 5 <= bytes.length && sets.length < MAX_IPTC_DATASETS) {
		if (bytes[at] !== TAG_MARKER) break;
		const length = u16(bytes, at + 3);
		const end = at + 5 + length;
		// Bit 15 announces a longer length field (1.5.2), which no photo was seen to use.
		if (length > 0x7fff || end > bytes.length) break;
		sets.push({ record: bytes[at + 1] ?? 0, number: bytes[at + 2] ?? 0, data: bytes.subarray(at + 5, end) });
		at = end;
	}
	return sets;
}

function nameOf({ record, number }: DataSet): string {
	const known =
		record === ENVELOPE
			? ENVELOPE_NAMES.get(number)
			: record === APPLICATION
				? tagKeys.get("iptc")?.get(number)
				: undefined;
	return known ?? `Data set ${record}:${number}`;
}

function readValue({ record, number, data }: DataSet, utf8: boolean): Json {
	if (record === ENVELOPE && number === CHARACTER_SET)
		return latin1(data) === "\x1b%G" ? "UTF8" : latin1(data);
	if (NUMBERS.has(`${record}:${number}`) && data.length === 2) return u16(data, 0);
	if (record > APPLICATION && record < 7) return describedBytes(data.length);
	if (data.includes(0) && data.length > 64) return describedBytes(data.length);
	return boundedText(untilNul(utf8 ? decodeUtf8(data) : decodeText(data)));
}

/** Versions come once; a second copy of the block must not make lists of them. */
function isSingle({ number }: DataSet): boolean {
	return number === 0 || number === CHARACTER_SET;
}
