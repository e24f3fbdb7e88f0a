import type { Fact } from "../../../protocol/files/facts.ts";
import {
	candidate,
	factFrom,
	findTag,
	type MetadataFields,
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

/** Two numbers that differ by no more than this share are one measurement, rounded differently. */
const ROUNDING_TOLERANCE = 0.02;

/** Camera, lens and exposure. */
export function cameraFacts(metadata: MetadataFields): (Fact | undefined)[] {
	return [
		camera(metadata),
		lens(metadata),
		shutter(metadata),
		aperture(metadata),
		sensitivity(metadata),
		focalLength(metadata),
	];
}

function camera(metadata: MetadataFields): Fact | undefined {
	const exif = makeAndModel(tagText(metadata, "ifd0", 0x010f), tagText(metadata, "ifd0", 0x0110));
	const xmp = makeAndModel(xmpText(metadata, "tiff:Make"), xmpText(metadata, "tiff:Model"));
	return factFrom("camera", "Camera", [
		candidate("EXIF Make, Model", exif),
		candidate("XMP tiff:Make, tiff:Model", xmp),
	]);
}

/** Make and model without repetition: many models begin with the make. */
function makeAndModel(make: string | undefined, model: string | undefined): string | undefined {
	if (make === undefined || model === undefined) return model ?? make;
	const first = make.split(/[\s,]/)[0] ?? make;
	return model.toLowerCase().startsWith(first.toLowerCase()) ? model : `${make} ${model}`;
}

function lens(metadata: MetadataFields): Fact | undefined {
	const exif = makeAndModel(tagText(metadata, "exif", LENS_MAKE), tagText(metadata, "exif", LENS_MODEL));
	const candidates = [
		candidate("EXIF LensModel", exif),
		candidate("XMP aux:Lens", xmpText(metadata, "aux:Lens")),
		candidate("XMP exifEX:LensModel", xmpText(metadata, "exifEX:LensModel")),
		candidate("EXIF LensSpecification", lensRange(findTag(metadata, "exif", LENS_SPECIFICATION)?.raw)),
	];
	// One lens goes by several names, so different texts are not a conflict.
	return factFrom("lens", "Lens", candidates, () => true);
}

/** LensSpecification: the focal lengths and the widest apertures at both ends, such as `24–70 mm f/2.8`. */
function lensRange(raw: unknown): string | undefined {
	if (!Array.isArray(raw)) return undefined;
	const [short, long, wide, narrow] = raw.map((part) =>
		typeof part === "number" && part > 0 ? rounded(part, 1) : undefined,
	);
	if (short === undefined) return undefined;
	const range = (from: string, to: string | undefined) =>
		to === undefined || to === from ? from : `${from}–${to}`;
	return `${range(short, long)} mm${wide === undefined ? "" : ` f/${range(wide, narrow)}`}`;
}

function shutter(metadata: MetadataFields): Fact | undefined {
	const apex = tagNumber(metadata, "exif", SHUTTER_APEX);
	const candidates = [
		candidate("EXIF ExposureTime", positive(tagNumber(metadata, "exif", EXPOSURE_TIME)), secondsText),
		candidate("XMP exif:ExposureTime", positive(xmpNumber(metadata, "exif:ExposureTime")), secondsText),
	];
	const fallback = candidate(
		"EXIF ShutterSpeedValue",
		positive(apex === undefined ? undefined : 2 ** -apex),
		secondsText,
	);
	return measurement("shutter", "Shutter", candidates, fallback);
}

function aperture(metadata: MetadataFields): Fact | undefined {
	const apex = tagNumber(metadata, "exif", APERTURE_APEX);
	const text = (value: number) => `f/${rounded(value, 1)}`;
	const candidates = [
		candidate("EXIF FNumber", positive(tagNumber(metadata, "exif", F_NUMBER)), text),
		candidate("XMP exif:FNumber", positive(xmpNumber(metadata, "exif:FNumber")), text),
	];
	const fallback = candidate(
		"EXIF ApertureValue",
		positive(apex === undefined ? undefined : 2 ** (apex / 2)),
		text,
	);
	return measurement("aperture", "Aperture", candidates, fallback);
}

function sensitivity(metadata: MetadataFields): Fact | undefined {
	const text = (value: number) => `ISO ${value}`;
	const candidates = [
		candidate("EXIF ISO", positive(tagNumber(metadata, "exif", SENSITIVITY)), text),
		candidate("XMP exif:ISOSpeedRatings", positive(xmpNumber(metadata, "exif:ISOSpeedRatings")), text),
	];
	return measurement(
		"iso",
		"Sensitivity",
		candidates,
		candidate("EXIF ISOSpeed", positive(tagNumber(metadata, "exif", ISO_SPEED)), text),
	);
}

function focalLength(metadata: MetadataFields): Fact | undefined {
	const equivalent = positive(tagNumber(metadata, "exif", FOCAL_35));
	const text = (value: number) => {
		const actual = `${rounded(value, 1)} mm`;
		return equivalent === undefined || equivalent === value
			? actual
			: `${actual} (35 mm equivalent: ${equivalent} mm)`;
	};
	const candidates = [
		candidate("EXIF FocalLength", positive(tagNumber(metadata, "exif", FOCAL_LENGTH)), text),
		candidate("XMP exif:FocalLength", positive(xmpNumber(metadata, "exif:FocalLength")), text),
	];
	return measurement("focalLength", "Focal length", candidates, undefined);
}

/** A fact of a measured number; `fallback` counts only where no other candidate is present. */
function measurement(
	name: string,
	label: string,
	candidates: Parameters<typeof factFrom>[2],
	fallback: ReturnType<typeof candidate>,
): Fact | undefined {
	const chosen = candidates.some((one) => one !== undefined) ? candidates : [fallback];
	return factFrom(name, label, chosen, (one, other) => {
		const [a, b] = [Number(one.value), Number(other.value)];
		return Math.abs(a - b) <= ROUNDING_TOLERANCE * Math.max(a, b);
	});
}

function positive(value: number | undefined): number | undefined {
	return value === undefined || value <= 0 ? undefined : Number(value.toPrecision(6));
}

function rounded(value: number, digits: number): string {
	return String(Number(value.toFixed(digits)));
}

/** Such as `1/250 s`; decimal from 0.3 s on, as cameras show it. */
function secondsText(seconds: number): string {
	return seconds < 0.3 ? `1/${Math.round(1 / seconds)} s` : `${rounded(seconds, 1)} s`;
}
