import type { Fact } from "../../../protocol/files/facts.ts";
import {
	account,
	factFrom,
	type Told,
	tag,
	tagNumber,
	tagText,
	xmpNumber,
	xmpText,
} from "./metadata-fields.ts";

/** Tags of the EXIF directory (EXIF 3.0, section 4.6.5). */
const EXPOSURE_TIME = 0x829a;
const F_NUMBER = 0x829d;
const SENSITIVITY = 0x8827;
const ISO_SPEED = 0x8833;
const SHUTTER_APEX = 0x9201;
const APERTURE_APEX = 0x9202;
const FOCAL_LENGTH = 0x920a;
const FOCAL_35 = 0xa405;
const LENS_SPECIFICATION = 0xa432;
const LENS_MAKE = 0xa433;
const LENS_MODEL = 0xa434;

/** Relative difference within which two numbers are the same measurement, rounded differently. */
const SAME_SHARE = 0.02;

/** What took the picture and how. */
export function cameraFacts(told: Told): (Fact | undefined)[] {
	return [camera(told), lens(told), shutter(told), aperture(told), sensitivity(told), focalLength(told)];
}

function camera(told: Told): Fact | undefined {
	const exif = named(tagText(told, "ifd0", 0x010f), tagText(told, "ifd0", 0x0110));
	const xmp = named(xmpText(told, "tiff:Make"), xmpText(told, "tiff:Model"));
	return factFrom("camera", "Camera", [
		account("EXIF Make, Model", exif),
		account("XMP tiff:Make, tiff:Model", xmp),
	]);
}

/** Make and model as people say them: many models begin with the make. */
function named(make: string | undefined, model: string | undefined): string | undefined {
	if (make === undefined || model === undefined) return model ?? make;
	const first = make.split(/[\s,]/)[0] ?? make;
	return model.toLowerCase().startsWith(first.toLowerCase()) ? model : `${make} ${model}`;
}

function lens(told: Told): Fact | undefined {
	const exif = named(tagText(told, "exif", LENS_MAKE), tagText(told, "exif", LENS_MODEL));
	const known = [
		account("EXIF LensModel", exif),
		account("XMP aux:Lens", xmpText(told, "aux:Lens")),
		account("XMP exifEX:LensModel", xmpText(told, "exifEX:LensModel")),
		account("EXIF LensSpecification", specified(tag(told, "exif", LENS_SPECIFICATION)?.raw)),
	];
	// The same lens goes by several names, so different words are no contradiction.
	return factFrom("lens", "Lens", known, () => true);
}

/** Shortest and longest focal length with the widest apertures, such as `24–70 mm f/2.8`. */
function specified(raw: unknown): string | undefined {
	if (!Array.isArray(raw)) return undefined;
	const [short, long, wide, narrow] = raw.map((part) =>
		typeof part === "number" && part > 0 ? rounded(part, 1) : undefined,
	);
	if (short === undefined) return undefined;
	const range = (from: string, to: string | undefined) =>
		to === undefined || to === from ? from : `${from}–${to}`;
	return `${range(short, long)} mm${wide === undefined ? "" : ` f/${range(wide, narrow)}`}`;
}

function shutter(told: Told): Fact | undefined {
	const apex = tagNumber(told, "exif", SHUTTER_APEX);
	const accounts = [
		account("EXIF ExposureTime", positive(tagNumber(told, "exif", EXPOSURE_TIME)), secondsText),
		account("XMP exif:ExposureTime", positive(xmpNumber(told, "exif:ExposureTime")), secondsText),
	];
	const fallback = account(
		"EXIF ShutterSpeedValue",
		positive(apex === undefined ? undefined : 2 ** -apex),
		secondsText,
	);
	return measured("shutter", "Shutter", accounts, fallback);
}

function aperture(told: Told): Fact | undefined {
	const apex = tagNumber(told, "exif", APERTURE_APEX);
	const text = (value: number) => `f/${rounded(value, 1)}`;
	const accounts = [
		account("EXIF FNumber", positive(tagNumber(told, "exif", F_NUMBER)), text),
		account("XMP exif:FNumber", positive(xmpNumber(told, "exif:FNumber")), text),
	];
	const fallback = account(
		"EXIF ApertureValue",
		positive(apex === undefined ? undefined : 2 ** (apex / 2)),
		text,
	);
	return measured("aperture", "Aperture", accounts, fallback);
}

function sensitivity(told: Told): Fact | undefined {
	const text = (value: number) => `ISO ${value}`;
	const accounts = [
		account("EXIF ISO", positive(tagNumber(told, "exif", SENSITIVITY)), text),
		account("XMP exif:ISOSpeedRatings", positive(xmpNumber(told, "exif:ISOSpeedRatings")), text),
	];
	return measured(
		"iso",
		"Sensitivity",
		accounts,
		account("EXIF ISOSpeed", positive(tagNumber(told, "exif", ISO_SPEED)), text),
	);
}

function focalLength(told: Told): Fact | undefined {
	const equivalent = positive(tagNumber(told, "exif", FOCAL_35));
	const text = (value: number) => {
		const own = `${rounded(value, 1)} mm`;
		return equivalent === undefined || equivalent === value
			? own
			: `${own} (${equivalent} mm in 35 mm terms)`;
	};
	const accounts = [
		account("EXIF FocalLength", positive(tagNumber(told, "exif", FOCAL_LENGTH)), text),
		account("XMP exif:FocalLength", positive(xmpNumber(told, "exif:FocalLength")), text),
	];
	return measured("focalLength", "Focal length", accounts, undefined);
}

function measured(
	name: string,
	label: string,
	accounts: Parameters<typeof factFrom>[2],
	fallback: ReturnType<typeof account>,
): Fact | undefined {
	const there = accounts.some((one) => one !== undefined) ? accounts : [fallback];
	return factFrom(name, label, there, (one, other) => {
		const [a, b] = [Number(one.value), Number(other.value)];
		return Math.abs(a - b) <= SAME_SHARE * Math.max(a, b);
	});
}

function positive(value: number | undefined): number | undefined {
	return value === undefined || value <= 0 ? undefined : Number(value.toPrecision(6));
}

function rounded(value: number, digits: number): string {
	return String(Number(value.toFixed(digits)));
}

/** `1/250 s` below a third of a second, as cameras show it. */
function secondsText(seconds: number): string {
	return seconds < 0.3 ? `1/${Math.round(1 / seconds)} s` : `${rounded(seconds, 1)} s`;
}
