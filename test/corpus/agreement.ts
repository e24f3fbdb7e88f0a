import { imageSize } from "image-size";
import type { Facts, Json } from "../../src/protocol/files/facts.ts";
import type { Reading, Reference } from "./corpus.ts";

/** ExifTool's group for each of ours. */
const SAME_GROUP: ReadonlyMap<string, string> = new Map([
	["EXIF", "EXIF"],
	["GPS", "EXIF"],
	["Interoperability", "EXIF"],
	["Thumbnail", "EXIF"],
	["XMP", "XMP"],
	["IPTC", "IPTC"],
	["ICC", "ICC_Profile"],
	["Photoshop", "Photoshop"],
	["PNG", "PNG"],
	["JFIF", "JFIF"],
]);

/** The groups that are compared. */
export const GROUPS = [
	"EXIF",
	"XMP",
	"IPTC",
	"ICC_Profile",
	"Photoshop",
	"PNG",
	"JFIF",
	"MakerNotes",
] as const;

/** Fields of one group in one file: ExifTool's, and ours up to that number. */
export interface FieldShare {
	readonly wanted: number;
	readonly found: number;
}

/** How many fields of a group ExifTool has, and how many of ours match that number. */
export function shareOf(reading: Reading, group: string): FieldShare {
	const wanted = Object.keys(reading.reference).filter((field) => field.startsWith(`${group}:`)).length;
	let own = 0;
	for (const { name, fields } of reading.facts?.groups ?? []) {
		const same = SAME_GROUP.get(name) ?? (/^(IFD|SUB)\d/.test(name) ? "EXIF" : name);
		if (same === group) own += Object.keys(fields).length;
	}
	return { wanted, found: Math.min(wanted, own) };
}

/** One important field: where to find it in ExifTool's result and in ours. */
export interface KeyField {
	readonly name: string;
	readonly theirs: (reference: Reference) => Json | undefined;
	readonly ours: (facts: Facts) => Json | undefined;
}

const field = (group: string, name: string) => (facts: Facts) =>
	facts.groups.find((other) => other.name === group)?.fields[name];

const fact = (name: string) => (facts: Facts) => facts.summary.find((other) => other.name === name)?.value;

const exif = (name: string, theirs: string, directory = "ExifIFD"): KeyField => ({
	name,
	theirs: (reference) => reference[`EXIF:${directory}:${theirs}`],
	ours: field("EXIF", theirs),
});

const place = (name: "latitude" | "longitude", theirs: string): KeyField => ({
	name,
	theirs: (reference) => reference[`EXIF:GPS:${theirs}`],
	ours: (facts) => {
		const value = fact("location")(facts);
		const degrees =
			typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined;
		return typeof degrees === "number" ? Math.abs(degrees) : undefined;
	},
});

const iptc = (name: string, theirs: string, ours: string): KeyField => ({
	name,
	theirs: (reference) => reference[`IPTC:${theirs}`],
	ours: field("IPTC", ours),
});

const xmp = (name: string, theirs: string, ours: string): KeyField => ({
	name,
	theirs: (reference) => reference[`XMP:XMP-${theirs}`],
	ours: field("XMP", ours),
});

/** The fields that people ask for first. */
export const KEY_FIELDS: readonly KeyField[] = [
	exif("Make", "Make", "IFD0"),
	exif("Model", "Model", "IFD0"),
	exif("DateTimeOriginal", "DateTimeOriginal"),
	exif("OffsetTimeOriginal", "OffsetTimeOriginal"),
	place("latitude", "GPSLatitude"),
	place("longitude", "GPSLongitude"),
	{
		name: "Orientation",
		theirs: (reference) => validOrientation(reference),
		ours: (facts) => exifOrientation(facts),
	},
	exif("ISO", "ISO"),
	exif("ExposureTime", "ExposureTime"),
	exif("FNumber", "FNumber"),
	exif("FocalLength", "FocalLength"),
	exif("LensModel", "LensModel"),
	exif("UserComment", "UserComment"),
	exif("ImageDescription", "ImageDescription", "IFD0"),
	exif("Software", "Software", "IFD0"),
	exif("Artist", "Artist", "IFD0"),
	exif("Copyright", "Copyright", "IFD0"),
	{
		name: "ICC name",
		theirs: (reference) => reference["ICC_Profile:ProfileDescription"],
		ours: field("ICC", "ProfileDescription"),
	},
	xmp("XMP creator", "dc:Creator", "dc:creator"),
	xmp("XMP rights", "dc:Rights", "dc:rights"),
	xmp("XMP subject", "dc:Subject", "dc:subject"),
	iptc("IPTC caption", "Caption-Abstract", "Caption"),
	iptc("IPTC keywords", "Keywords", "Keywords"),
	iptc("IPTC by-line", "By-line", "Byline"),
];

/** ExifTool shows any number; only 1 to 8 are valid. */
function validOrientation(reference: Reference): Json | undefined {
	const orientation = reference["EXIF:IFD0:Orientation"];
	return typeof orientation === "number" && orientation >= 1 && orientation <= 8 ? orientation : undefined;
}

/** The orientation of EXIF, regardless of that of the container. */
function exifOrientation(facts: Facts): Json | undefined {
	const summary = facts.summary.find(({ name }) => name === "orientation");
	if (summary?.source === "EXIF Orientation") return summary.value;
	const description = field("EXIF", "Orientation")(facts);
	const all = ["Horizontal (normal)", "Mirror horizontal", "Rotate 180", "Mirror vertical"];
	all.push(
		"Mirror horizontal and rotate 270 CW",
		"Rotate 90 CW",
		"Mirror horizontal and rotate 90 CW",
		"Rotate 270 CW",
	);
	return typeof description === "string" ? all.indexOf(description) + 1 : description;
}

/** Width and height by an independent library; `undefined` for files that it cannot read. */
export function independentSize(bytes: Uint8Array): readonly [width: number, height: number] | undefined {
	try {
		const { width, height } = imageSize(bytes);
		return [width, height];
	} catch {
		return undefined;
	}
}

/** Whether two values are equal, regardless of how each side writes numbers, lists and whitespace. */
export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
	return plain(one) === plain(other);
}

function plain(value: Json | undefined): string {
	if (Array.isArray(value)) return value.map(plain).join(" ");
	const number =
		typeof value === "number"
			? value
			: typeof value === "string" && value.trim() !== ""
				? Number(value)
				: Number.NaN;
	if (Number.isFinite(number)) return String(Number(number.toPrecision(6)));
	return String(value ?? "")
		.replace(/\s+/g, " ")
		.trim();
}
