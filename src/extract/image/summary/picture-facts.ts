import type { Fact } from "../../../protocol/files/facts.ts";
import { grouped } from "../../file-facts.ts";
import {
	type Account,
	account,
	factFrom,
	groupText,
	type Told,
	tagNumber,
	tagText,
	xmpNumber,
} from "./metadata-fields.ts";

/** How a viewer must turn the stored picture, by EXIF's numbers. */
const TURNS: readonly string[] = [
	"",
	"Upright",
	"Mirrored left to right",
	"Turned by 180°",
	"Mirrored top to bottom",
	"Mirrored left to right, then turned 270° clockwise",
	"Turned 90° clockwise",
	"Mirrored left to right, then turned 90° clockwise",
	"Turned 270° clockwise",
];

/** Pixels, turning and colours. */
export function pictureFacts(told: Told): (Fact | undefined)[] {
	return [size(told), orientation(told), colorProfile(told), animation(told)];
}

type Size = { readonly width: number; readonly height: number; readonly megapixels: number };

function size(told: Told): Fact | undefined {
	const { size: stored } = told.pieces;
	const accounts = [
		stored === undefined ? undefined : sizeAccount(stored.source, stored.width, stored.height),
		sizeAccount(
			"EXIF ExifImageWidth, ExifImageHeight",
			tagNumber(told, "exif", 0xa002),
			tagNumber(told, "exif", 0xa003),
		),
	];
	return factFrom("size", "Size", accounts, (one, other) => {
		const [a, b] = [one.value as Size, other.value as Size];
		return (a.width === b.width && a.height === b.height) || (a.width === b.height && a.height === b.width);
	});
}

function sizeAccount(
	source: string,
	width: number | undefined,
	height: number | undefined,
): Account | undefined {
	if (width === undefined || height === undefined || width <= 0 || height <= 0) return undefined;
	const millions = (width * height) / 1e6;
	const megapixels = Number(millions.toFixed(millions < 1 ? 2 : 1));
	return {
		source,
		value: { width, height, megapixels },
		text: `${grouped(width)} × ${grouped(height)}${megapixels < 0.1 ? "" : ` (${megapixels} megapixels)`}`,
	};
}

function orientation(told: Told): Fact | undefined {
	const text = (turn: number) => TURNS[turn] ?? "";
	const own = account("HEIF irot, imir", told.pieces.turn, text);
	if (own !== undefined) return factFrom("orientation", "Orientation", [own]);
	const accounts = [
		account("EXIF Orientation", turnOf(tagNumber(told, "ifd0", 0x0112)), text),
		account("XMP tiff:Orientation", turnOf(xmpNumber(told, "tiff:Orientation")), text),
	];
	return factFrom("orientation", "Orientation", accounts);
}

function turnOf(value: number | undefined): number | undefined {
	return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8 ? value : undefined;
}

function animation({ pieces }: Told): Fact | undefined {
	if (!pieces.animated) return undefined;
	const text = "Several pictures, shown one after the other";
	return { name: "animated", label: "Animation", value: true, text, source: "Container" };
}

function colorProfile(told: Told): Fact | undefined {
	const space = tagNumber(told, "exif", 0xa001);
	const adobe = tagText(told, "interop", 1) === "R03" ? "Adobe RGB" : undefined;
	const named = space === 1 ? "sRGB" : space === 2 ? "Adobe RGB" : adobe;
	const accounts = [
		account("ICC ProfileDescription", told.profile),
		account("PNG sRGB", groupText(told, "PNG", "SRGBRendering") === undefined ? undefined : "sRGB"),
		account("Colour information box", groupText(told, "HEIF", "ColorPrimaries")),
		account("EXIF ColorSpace", named),
	];
	// A profile's name and EXIF's word for it are rarely the same text: only sRGB against something else is checked.
	return factFrom("colorProfile", "Colour profile", accounts, (one, other) => {
		const [a, b] = [one.text, other.text].map((text) => /s\s?rgb|bt\.?709/i.test(text));
		return other.text !== "sRGB" || a === b;
	});
}
