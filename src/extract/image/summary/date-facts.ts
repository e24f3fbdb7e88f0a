import type { Fact } from "../../../protocol/files/facts.ts";
import {
	type Candidate,
	factFrom,
	groupText,
	iptcText,
	type MetadataFields,
	tagText,
	xmpText,
} from "./metadata-fields.ts";

/** A date as recorded in a file: local time, with an offset only where one is recorded. */
interface Moment {
	/** `2018-07-25`, or with the time `2018-07-25T16:34:23`. */
	readonly local: string;
	/** Fraction of the second, with its decimal point; may be empty. */
	readonly fraction: string;
	/** `+02:00` or `Z`; empty where none is recorded. */
	readonly offset: string;
}

const MOMENT =
	/^(\d{4})[-:/. ]?(\d\d)[-:/. ]?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?/;

/** When the picture was taken and when it was last modified. Time zones are never guessed. */
export function dateFacts(metadata: MetadataFields): (Fact | undefined)[] {
	return [takenAt(metadata), modifiedAt(metadata)];
}

function takenAt(metadata: MetadataFields): Fact | undefined {
	const original = exifMoment(metadata, "exif", 0x9003, 0x9291, 0x9011);
	const primary = [
		momentCandidate("EXIF DateTimeOriginal", original),
		momentCandidate("XMP exif:DateTimeOriginal", parseMoment(xmpText(metadata, "exif:DateTimeOriginal"))),
		momentCandidate("XMP photoshop:DateCreated", parseMoment(xmpText(metadata, "photoshop:DateCreated"))),
		momentCandidate("IPTC DateCreated", iptcMoment(metadata)),
	];
	if (primary.some((one) => one !== undefined)) return factFrom("takenAt", "Taken", primary, sameMoment);
	// The date of digitization is second best. Its sources may legitimately differ, so they never conflict.
	const fallback = [
		momentCandidate("EXIF CreateDate", exifMoment(metadata, "exif", 0x9004, 0x9292, 0x9012)),
		momentCandidate("XMP xmp:CreateDate", parseMoment(xmpText(metadata, "xmp:CreateDate"))),
		momentCandidate("PNG Creation Time", parseMoment(groupText(metadata, "PNG", "Creation Time"))),
	];
	return factFrom("takenAt", "Taken", fallback, () => true);
}

function modifiedAt(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		momentCandidate("EXIF ModifyDate", exifMoment(metadata, "ifd0", 0x0132, 0x9290, 0x9010)),
		momentCandidate("XMP xmp:ModifyDate", parseMoment(xmpText(metadata, "xmp:ModifyDate"))),
		momentCandidate("PNG tIME", parseMoment(groupText(metadata, "PNG", "ModifyDate"))),
	];
	return factFrom("modifiedAt", "Modified", candidates, () => true);
}

/** Whether a date is all zeros: cameras write that if their clock was never set. */
export function hasUnsetClock(metadata: MetadataFields): boolean {
	return [0x9003, 0x9004].some((number) => /^0000[:-]00/.test(tagText(metadata, "exif", number) ?? ""));
}

/**
 * Tag numbers: the date in `directory`; its subseconds and offset are always in the EXIF directory (EXIF 3.0, section
 * 4.6.5).
 */
function exifMoment(
	metadata: MetadataFields,
	directory: string,
	date: number,
	fraction: number,
	zone: number,
): Moment | undefined {
	const moment = parseMoment(tagText(metadata, directory, date));
	if (moment === undefined) return undefined;
	const digits = /^\d+/.exec(tagText(metadata, "exif", fraction) ?? "")?.[0];
	const offset = /^([+-]\d\d:\d\d|Z)$/.exec(tagText(metadata, "exif", zone) ?? "")?.[0];
	return {
		local: moment.local,
		fraction: digits === undefined || moment.local.length < 19 ? moment.fraction : `.${digits}`,
		offset: offset ?? moment.offset,
	};
}

/** IIM 4.2 writes `20180725` and `163423+0200` in two data sets. */
function iptcMoment(metadata: MetadataFields): Moment | undefined {
	const date = iptcText(metadata, "DateCreated");
	const time = iptcText(metadata, "TimeCreated");
	return date === undefined ? undefined : parseMoment(time === undefined ? date : `${date}T${time}`);
}

/** Parses the date notations that files use; `undefined` for all-zero and impossible dates. */
function parseMoment(text: string | undefined): Moment | undefined {
	const [, year, month, day, hour, minute, second, fraction, zone] = MOMENT.exec(text ?? "") ?? [];
	if (year === undefined || !isPlausibleDate(Number(year), Number(month), Number(day))) return undefined;
	const hasTime = hour !== undefined && minute !== undefined;
	if (hasTime && (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60)) return undefined;
	const local = `${year}-${month}-${day}${hasTime ? `T${hour}:${minute}:${second ?? "00"}` : ""}`;
	const offset = zone === undefined || zone === "UTC" ? (zone === undefined ? "" : "Z") : zone;
	const withColon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
	return { local, fraction: fraction ?? "", offset: hasTime ? withColon : "" };
}

function isPlausibleDate(year: number, month: number, day: number): boolean {
	return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function momentCandidate(source: string, moment: Moment | undefined): Candidate | undefined {
	if (moment === undefined) return undefined;
	const { local, fraction, offset } = moment;
	const zone = local.length < 19 ? "" : offset === "" ? " (time zone not recorded)" : ` ${offset}`;
	return { source, value: `${local}${fraction}${offset}`, text: local.replace("T", " ") + zone };
}

/** Dates with offsets are compared as instants, others by their local time, as far as both are precise. */
function sameMoment(one: Candidate, other: Candidate): boolean {
	const [a, b] = [String(one.value), String(other.value)];
	const instants = [a, b].map((text) =>
		/T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text.replace(/\.\d+/, "")) : Number.NaN,
	);
	if (instants.every((instant) => !Number.isNaN(instant))) return instants[0] === instants[1];
	const length = Math.min(a.slice(0, 19).length, b.slice(0, 19).length);
	const compared = Math.min(length, hasZeroSeconds(a) || hasZeroSeconds(b) ? 16 : 19);
	return a.slice(0, compared) === b.slice(0, compared);
}

/** Some writers drop the seconds, which then read as zero. */
function hasZeroSeconds(value: string): boolean {
	return value.slice(16, 19) === ":00";
}
