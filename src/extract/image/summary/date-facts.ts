import type { Fact } from "../../../protocol/files/facts.ts";
import {
	type Account,
	factFrom,
	groupText,
	iptcText,
	type Told,
	tagText,
	xmpText,
} from "./metadata-fields.ts";

/** A moment as a file tells it: local time, and the offset only where it is recorded. */
interface Moment {
	/** `2018-07-25`, or with the time `2018-07-25T16:34:23`. */
	readonly local: string;
	/** Fraction of the second with its point. */
	readonly fraction: string;
	/** `+02:00` or `Z`; empty where nothing tells it. */
	readonly offset: string;
}

const MOMENT =
	/^(\d{4})[-:/. ]?(\d\d)[-:/. ]?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?/;

/** When the picture was taken, and when the file was last changed. Zones are never guessed. */
export function whenFacts(told: Told): (Fact | undefined)[] {
	return [takenAt(told), modifiedAt(told)];
}

function takenAt(told: Told): Fact | undefined {
	const original = exifMoment(told, "exif", 0x9003, 0x9291, 0x9011);
	const primary = [
		momentAccount("EXIF DateTimeOriginal", original),
		momentAccount("XMP exif:DateTimeOriginal", parseMoment(xmpText(told, "exif:DateTimeOriginal"))),
		momentAccount("XMP photoshop:DateCreated", parseMoment(xmpText(told, "photoshop:DateCreated"))),
		momentAccount("IPTC DateCreated", iptcMoment(told)),
	];
	if (primary.some((one) => one !== undefined)) return factFrom("takenAt", "Taken", primary, sameMoment);
	// When it was made digital is the next best word for it; these may rightly differ from each other.
	const fallback = [
		momentAccount("EXIF CreateDate", exifMoment(told, "exif", 0x9004, 0x9292, 0x9012)),
		momentAccount("XMP xmp:CreateDate", parseMoment(xmpText(told, "xmp:CreateDate"))),
		momentAccount("PNG Creation Time", parseMoment(groupText(told, "PNG", "Creation Time"))),
	];
	return factFrom("takenAt", "Taken", fallback, () => true);
}

function modifiedAt(told: Told): Fact | undefined {
	const accounts = [
		momentAccount("EXIF ModifyDate", exifMoment(told, "ifd0", 0x0132, 0x9290, 0x9010)),
		momentAccount("XMP xmp:ModifyDate", parseMoment(xmpText(told, "xmp:ModifyDate"))),
		momentAccount("PNG tIME", parseMoment(groupText(told, "PNG", "ModifyDate"))),
	];
	return factFrom("modifiedAt", "Modified", accounts, () => true);
}

/** Whether the file holds a date that says only zeros, as a camera does whose clock was never set. */
export function hasUnsetClock(told: Told): boolean {
	return [0x9003, 0x9004].some((number) => /^0000[:-]00/.test(tagText(told, "exif", number) ?? ""));
}

function exifMoment(
	told: Told,
	directory: string,
	date: number,
	fraction: number,
	zone: number,
): Moment | undefined {
	const moment = parseMoment(tagText(told, directory, date));
	if (moment === undefined) return undefined;
	const digits = /^\d+/.exec(tagText(told, "exif", fraction) ?? "")?.[0];
	const offset = /^([+-]\d\d:\d\d|Z)$/.exec(tagText(told, "exif", zone) ?? "")?.[0];
	return {
		local: moment.local,
		fraction: digits === undefined || moment.local.length < 19 ? moment.fraction : `.${digits}`,
		offset: offset ?? moment.offset,
	};
}

/** IIM 4.2 writes `20180725` and `163423+0200` in two data sets. */
function iptcMoment(told: Told): Moment | undefined {
	const date = iptcText(told, "DateCreated");
	const time = iptcText(told, "TimeCreated");
	return date === undefined ? undefined : parseMoment(time === undefined ? date : `${date}T${time}`);
}

/** Reads the ways in which files write a moment; dates of zeros and impossible ones are none. */
function parseMoment(text: string | undefined): Moment | undefined {
	const [, year, month, day, hour, minute, second, fraction, zone] = MOMENT.exec(text ?? "") ?? [];
	if (year === undefined || !plausible(Number(year), Number(month), Number(day))) return undefined;
	const timed = hour !== undefined && minute !== undefined;
	if (timed && (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60)) return undefined;
	const local = `${year}-${month}-${day}${timed ? `T${hour}:${minute}:${second ?? "00"}` : ""}`;
	const offset = zone === undefined || zone === "UTC" ? (zone === undefined ? "" : "Z") : zone;
	const colon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
	return { local, fraction: fraction ?? "", offset: timed ? colon : "" };
}

function plausible(year: number, month: number, day: number): boolean {
	return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function momentAccount(source: string, moment: Moment | undefined): Account | undefined {
	if (moment === undefined) return undefined;
	const { local, fraction, offset } = moment;
	const zone = local.length < 19 ? "" : offset === "" ? " (time zone not recorded)" : ` ${offset}`;
	return { source, value: `${local}${fraction}${offset}`, text: local.replace("T", " ") + zone };
}

/** The same as far as both are exact; two moments with offsets are compared as instants. */
function sameMoment(one: Account, other: Account): boolean {
	const [a, b] = [String(one.value), String(other.value)];
	const instants = [a, b].map((text) =>
		/T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text.replace(/\.\d+/, "")) : Number.NaN,
	);
	if (instants.every((instant) => !Number.isNaN(instant))) return instants[0] === instants[1];
	const length = Math.min(a.slice(0, 19).length, b.slice(0, 19).length);
	const exact = Math.min(length, minutesOnly(a) || minutesOnly(b) ? 16 : 19);
	return a.slice(0, exact) === b.slice(0, exact);
}

/** Some writers drop the seconds, which then read as zero. */
function minutesOnly(value: string): boolean {
	return value.slice(16, 19) === ":00";
}
