/// <reference path="./exifr-modules.d.ts" />
import "exifr/src/dicts/iptc-keys.mjs";
import { tagKeys } from "exifr/src/tags.mjs";
import type { FactGroup, Json } from "../../../protocol/files/facts.ts";
import { latin1, u16 } from "../../bytes/bytes.ts";
import { decodeText, decodeUtf8, untilNul } from "../../bytes/text.ts";
import { boundedText, describeBytes } from "../../json/plain-json.ts";
import { MAX_IPTC_DATASETS } from "../../limits.ts";

/** Every data set begins with this byte (IIM 4.2, 1.5). */
const TAG_MARKER = 0x1c;

/** Record numbers: 1 describes the transmission, 2 the picture. */
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

/** Data sets (`record:number`) that hold a two-byte number. */
const NUMERIC: ReadonlySet<string> = new Set([
	"1:0",
	"1:20",
	"1:22",
	"1:120",
	"1:122",
	"2:0",
	"2:200",
	"2:201",
]);

/** Reads IPTC records (IIM 4.2) as one group; `undefined` where they hold no data set. */
export function readIptc(records: readonly Uint8Array[]): FactGroup | undefined {
	const dataSets = records.flatMap(readDataSets);
	if (dataSets.length === 0) return undefined;
	const utf8 = dataSets.some(
		({ record, number, data }) =>
			record === ENVELOPE && number === CHARACTER_SET && latin1(data) === "\x1b%G",
	);
	const fields = new Map<string, Json>();
	for (const dataSet of dataSets) {
		const name = nameOf(dataSet);
		const value = readValue(dataSet, utf8);
		const earlier = fields.get(name);
		if (earlier === undefined) fields.set(name, value);
		else if (isRepeatable(dataSet))
			fields.set(name, Array.isArray(earlier) ? [...earlier, value] : [earlier, value]);
	}
	return { name: "IPTC", fields: Object.fromEntries(fields) };
}

interface DataSet {
	readonly record: number;
	readonly number: number;
	readonly data: Uint8Array;
}

/** Every iteration advances by at least five bytes. */
function readDataSets(bytes: Uint8Array): DataSet[] {
	const found: DataSet[] = [];
	let at = bytes.indexOf(TAG_MARKER);
	while (at !== -1 && at + 5 <= bytes.length && found.length < MAX_IPTC_DATASETS) {
		if (bytes[at] !== TAG_MARKER) break;
		const length = u16(bytes, at + 3);
		const end = at + 5 + length;
		// Bit 15 announces an extended length field (IIM 4.2, 1.5.2), which no photo was seen to use.
		if (length > 0x7fff || end > bytes.length) break;
		found.push({ record: bytes[at + 1] ?? 0, number: bytes[at + 2] ?? 0, data: bytes.subarray(at + 5, end) });
		at = end;
	}
	return found;
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
	if (NUMERIC.has(`${record}:${number}`) && data.length === 2) return u16(data, 0);
	if (record > APPLICATION && record < 7) return describeBytes(data.length);
	if (data.includes(0) && data.length > 64) return describeBytes(data.length);
	return boundedText(untilNul(utf8 ? decodeUtf8(data) : decodeText(data)));
}

/** Versions and the character set occur once: a second copy of the block must not turn them into lists. */
function isRepeatable({ number }: DataSet): boolean {
	return number !== 0 && number !== CHARACTER_SET;
}
