import type { Fact } from "../protocol/files/facts.ts";
import type { Format } from "./kind/formats.ts";

/** The format as a fact of the summary. */
export function formatFact({ mime, label }: Format): Fact {
	return { name: "format", label: "Format", value: mime, text: label, source: "First bytes" };
}

/** The file size as a fact of the summary. */
export function sizeFact(bytes: number): Fact {
	return { name: "fileSize", label: "File size", value: bytes, text: formatBytes(bytes), source: "Storage" };
}

/** A size for people, such as `1.4 MB (1,412,345 bytes)`; units are powers of ten. */
export function formatBytes(bytes: number): string {
	const whole = `${formatCount(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
	if (bytes < 1000) return whole;
	const [unit, divisor] = bytes >= 1e9 ? ["GB", 1e9] : bytes >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
	return `${(bytes / Number(divisor)).toFixed(1)} ${unit} (${whole})`;
}

/** A whole number with thousands separators, such as `1,412,345`. */
export function formatCount(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** File extensions that stand for one family of formats. Other extensions are too ambiguous to check. */
const EXTENSIONS: readonly (readonly [extension: RegExp, mime: RegExp, what: string])[] = [
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

/** A warning where the file name suggests another format than the bytes show. */
export function nameMismatch(file: { readonly name: string; readonly format: Format }): string | undefined {
	for (const [extension, mime, what] of EXTENSIONS) {
		if (extension.test(file.name) && !mime.test(file.format.mime)) {
			return `The name says it is ${what}, but the content is: ${file.format.label}.`;
		}
	}
	return undefined;
}
