import { imageSize } from "image-size";
import type { Facts, Json } from "../../src/protocol/files/facts.ts";
import type { Reading, Reference } from "./corpus.ts";

/** Groups of ours that ExifTool counts as one of its own. */
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

/** Fields of one group in one file: ExifTool's, and ours up to as many. */
export interface Share {
	readonly wanted: number;
	readonly found: number;
}

/** How many of ExifTool's fields of a group we have, never counting more than it has. */
export function shareOf(reading: Reading, group: string): Share {
	const wanted = Object.keys(reading.reference).filter((field) => field.startsWith(`${group}:`)).length;
	let own = 0;
	for (const { name, fields } of reading.facts?.groups ?? []) {
		const same = SAME_GROUP.get(name) ?? (/^(IFD|SUB)\d/.test(name) ? "EXIF" : name);
		if (same === group) own += Object.keys(fields).length;
	}
	return { wanted, found: Math.min(wanted, own) };
}

/** One field that people ask for first: what ExifTool says, and what we say. */
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

/** The fields of the table of key fields. */
export const KEY_FIELDS: readonly KeyField[] = [
	exif("Make", "Make", "IFD0"),
	exif("Model", "Model", "IFD0"),
	exif("DateTimeOriginal", "DateTimeOriginal"),
	exif("OffsetTimeOriginal", "OffsetTimeOriginal"),
	place("latitude", "GPSLatitude"),
	place("longitude", "GPSLongitude"),
	{ name: "Orientation", theirs: (reference) => validTurn(reference), ours: (facts) => exifTurn(facts) },
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

/** ExifTool shows whatever number is there; only 1 to 8 mean anything. */
function validTurn(reference: Reference): Json | undefined {
	const turn = reference["EXIF:IFD0:Orientation"];
	return typeof turn === "number" && turn >= 1 && turn <= 8 ? turn : undefined;
}

/** The turn as EXIF tells it, whatever the container says on top. */
function exifTurn(facts: Facts): Json | undefined {
	const own = facts.summary.find(({ name }) => name === "orientation");
	if (own?.source === "EXIF Orientation") return own.value;
	const words = field("EXIF", "Orientation")(facts);
	const all = ["Horizontal (normal)", "Mirror horizontal", "Rotate 180", "Mirror vertical"];
	all.push(
		"Mirror horizontal and rotate 270 CW",
		"Rotate 90 CW",
		"Mirror horizontal and rotate 90 CW",
		"Rotate 270 CW",
	);
	return typeof words === "string" ? all.indexOf(words) + 1 : words;
}

/** Width and height by an independent library; nothing for files that it cannot read. */
export function independentSize(bytes: Uint8Array): readonly [width: number, height: number] | undefined {
	try {
		const { width, height } = imageSize(bytes);
		return [width, height];
	} catch {
		return undefined;
	}
}

/** The same value, however each side writes numbers, lists and blanks. */
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
