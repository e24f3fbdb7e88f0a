import { expect } from "vitest";
import { photoFormat } from "../../../src/extract/kind/photo-format.ts";
import { sniff } from "../../../src/extract/kind/sniff.ts";
import { SNIFF_BYTES } from "../../../src/extract/limits.ts";
import { join, u32 } from "../../fixtures/bytes.ts";
import { makeGif } from "../../fixtures/gif.ts";
import { box, makeHeif } from "../../fixtures/heif.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { makePng, pngChunk } from "../../fixtures/png.ts";
import { makeWebp } from "../../fixtures/webp.ts";
import { INTACT } from "../image/intact-images.ts";

const BRANDS = [
	"avif",
	"avis",
	"mif1",
	"msf1",
	"heic",
	"heix",
	"hevc",
	"hevx",
	"heim",
	"crx ",
	"qt  ",
	"M4V ",
];

/** Images of every format that there is a fixture for, among them those that are no photos. */
export const IMAGES: readonly (readonly [what: string, bytes: Uint8Array])[] = [
	...INTACT,
	["a small JPEG", makeJpeg({ width: 1, height: 1 })],
	["a photo of a camera", makePhoto(1).bytes],
	["a long PNG", makePng({ noise: 100_000 })],
	["an animated PNG", makePng({ before: [pngChunk("acTL", join(u32(2), u32(0)))] })],
	["a PNG with a long profile", makePng({ before: [pngChunk("iCCP", new Uint8Array(2 * SNIFF_BYTES))] })],
	["a small WebP", makeWebp()],
	["an AVIF", makeHeif({ brand: "avif" })],
	["a HEIF", makeHeif({ brand: "mif1" })],
	["an old GIF", join("GIF87a", makeGif().subarray(6))],
	...BRANDS.map(
		(brand) => [`the brand ${brand}`, join(box("ftyp", brand, u32(0), brand), box("meta"))] as const,
	),
];

/** What `photoFormat` recognises is what sniffing says. */
export async function expectAgreement(bytes: Uint8Array): Promise<void> {
	const head = bytes.subarray(0, SNIFF_BYTES);
	const format = photoFormat(head);
	if (format === undefined) return;
	const first = Buffer.from(head.subarray(0, 48)).toString("hex");
	expect(format, `the format of ${head.length} bytes, ${first}…`).toEqual(await sniff(head));
}
