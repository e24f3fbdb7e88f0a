import type { Fact } from "../../../protocol/files/facts.ts";
import { formatCount } from "../../file-facts.ts";
import {
	type Candidate,
	candidate,
	factFrom,
	groupText,
	type MetadataFields,
	tagNumber,
	tagText,
	xmpNumber,
} from "./metadata-fields.ts";

/** How a viewer must transform the stored picture, by EXIF orientation (EXIF 2.32, section 4.6.4). */
const ORIENTATIONS: readonly string[] = [
	"",
	"Upright",
	"Mirrored horizontally",
	"Rotated 180°",
	"Mirrored vertically",
	"Mirrored horizontally, then rotated 270° clockwise",
	"Rotated 90° clockwise",
	"Mirrored horizontally, then rotated 90° clockwise",
	"Rotated 270° clockwise",
];

/** Size, orientation, colours and animation. */
export function pictureFacts(metadata: MetadataFields): (Fact | undefined)[] {
	return [size(metadata), orientation(metadata), colorProfile(metadata), animation(metadata)];
}

type Size = { readonly width: number; readonly height: number; readonly megapixels: number };

function size(metadata: MetadataFields): Fact | undefined {
	const { size: stored } = metadata.contents;
	const candidates = [
		stored === undefined ? undefined : sizeCandidate(stored.source, stored.width, stored.height),
		sizeCandidate(
			"EXIF ExifImageWidth, ExifImageHeight",
			tagNumber(metadata, "exif", 0xa002),
			tagNumber(metadata, "exif", 0xa003),
		),
	];
	return factFrom("size", "Size", candidates, (one, other) => {
		const [a, b] = [one.value as Size, other.value as Size];
		return (a.width === b.width && a.height === b.height) || (a.width === b.height && a.height === b.width);
	});
}

function sizeCandidate(
	source: string,
	width: number | undefined,
	height: number | undefined,
): Candidate | undefined {
	if (width === undefined || height === undefined || width <= 0 || height <= 0) return undefined;
	const millions = (width * height) / 1e6;
	const megapixels = Number(millions.toFixed(millions < 1 ? 2 : 1));
	return {
		source,
		value: { width, height, megapixels },
		text: `${formatCount(width)} × ${formatCount(height)}${megapixels < 0.1 ? "" : ` (${megapixels} megapixels)`}`,
	};
}

function orientation(metadata: MetadataFields): Fact | undefined {
	const text = (value: number) => ORIENTATIONS[value] ?? "";
	const fromContainer = candidate("HEIF irot, imir", metadata.contents.orientation, text);
	if (fromContainer !== undefined) return factFrom("orientation", "Orientation", [fromContainer]);
	const candidates = [
		candidate("EXIF Orientation", validOrientation(tagNumber(metadata, "ifd0", 0x0112)), text),
		candidate("XMP tiff:Orientation", validOrientation(xmpNumber(metadata, "tiff:Orientation")), text),
	];
	return factFrom("orientation", "Orientation", candidates);
}

function validOrientation(value: number | undefined): number | undefined {
	return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8 ? value : undefined;
}

function animation({ contents }: MetadataFields): Fact | undefined {
	if (!contents.animated) return undefined;
	const text = "Animated (several frames)";
	return { name: "animated", label: "Animation", value: true, text, source: "Container" };
}

function colorProfile(metadata: MetadataFields): Fact | undefined {
	const space = tagNumber(metadata, "exif", 0xa001);
	const adobe = tagText(metadata, "interop", 1) === "R03" ? "Adobe RGB" : undefined;
	const exifSpace = space === 1 ? "sRGB" : space === 2 ? "Adobe RGB" : adobe;
	const candidates = [
		candidate("ICC ProfileDescription", metadata.profileName),
		candidate("PNG sRGB", groupText(metadata, "PNG", "SRGBRendering") === undefined ? undefined : "sRGB"),
		candidate("Colour information box", groupText(metadata, "HEIF", "ColorPrimaries")),
		candidate("EXIF ColorSpace", exifSpace),
	];
	// A profile's name and EXIF's colour space are rarely the same text, so only sRGB against anything else is a
	// conflict.
	return factFrom("colorProfile", "Colour profile", candidates, (one, other) => {
		const [a, b] = [one.text, other.text].map((text) => /s\s?rgb|bt\.?709/i.test(text));
		return other.text !== "sRGB" || a === b;
	});
}
