import type { Fact } from "../protocol/files/facts.ts";
import type { Format } from "./kind/formats.ts";

/** Facts that every file has, whatever its kind. */
export function formatFact({ mime, label }: Format): Fact {
	return { name: "format", label: "Format", value: mime, text: label, source: "First bytes" };
}

export function sizeFact(bytes: number): Fact {
	return { name: "fileSize", label: "File size", value: bytes, text: bytesText(bytes), source: "Storage" };
}

/** Such as `1.4 MB (1,412,345 bytes)`, in powers of ten. */
export function bytesText(bytes: number): string {
	const whole = `${grouped(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
	if (bytes < 1000) return whole;
	const [unit, divisor] = bytes >= 1e9 ? ["GB", 1e9] : bytes >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
	return `${(bytes / Number(divisor)).toFixed(1)} ${unit} (${whole})`;
}

/** Such as `1,412,345`. */
export function grouped(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Endings that promise one family of formats; other endings promise nothing that could be checked. */
const PROMISES: readonly (readonly [RegExp, RegExp, string])[] = [
	[/\.(jpe?g|jpe|jfif)$/i, /^image\/jpeg$/, "a JPEG"],
	[/\.png$/i, /^image\/a?png$/, "a PNG"],
	[/\.gif$/i, /^image\/gif$/, "a GIF"],
	[/\.webp$/i, /^image\/webp$/, "a WebP image"],
	[/\.(heic|heif|hif)$/i, /^image\/(hei[cf]|avif)/, "a HEIC photo"],
	[/\.avif$/i, /^image\/(avif|hei[cf])/, "an AVIF image"],
	[/\.jxl$/i, /^image\/jxl$/, "a JPEG XL image"],
	[/\.tiff?$/i, /^image\/(tiff|x-)/, "a TIFF"],
	[/\.pdf$/i, /^application\/pdf$/, "a PDF"],
	[/\.(mp4|m4v|mov)$/i, /^(video\/|audio\/x-m4a|application\/mp4)/, "a video"],
];

/** A sentence where the name promises another format than the bytes hold. */
export function mislabelled(file: { readonly name: string; readonly format: Format }): string | undefined {
	for (const [ending, promised, what] of PROMISES) {
		if (ending.test(file.name) && !promised.test(file.format.mime)) {
			return `The name says ${what}, but the bytes are: ${file.format.label}.`;
		}
	}
	return undefined;
}
