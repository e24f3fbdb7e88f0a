import { describe, expect, test } from "vitest";
import { photoFormat } from "../../../src/extract/kind/photo-format.ts";
import { sniff } from "../../../src/extract/kind/sniff.ts";
import { SNIFF_BYTES } from "../../../src/extract/limits.ts";
import { join, u32, utf8 } from "../../fixtures/bytes.ts";
import { box, makeHeif } from "../../fixtures/heif.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { makePng, pngChunk } from "../../fixtures/png.ts";
import { makeWebp } from "../../fixtures/webp.ts";
import { expectAgreement, IMAGES } from "./photo-formats.ts";

const ACTL = pngChunk("acTL", join(u32(2), u32(0)));

describe("the format of a photo", () => {
	test.each(IMAGES)("agrees with sniffing for %s", async (_what, bytes) => {
		await expectAgreement(bytes);
	});

	test.each([
		["a JPEG", makeJpeg(), "image/jpeg"],
		["a PNG", makePng(), "image/png"],
		["an animated PNG", makePng({ before: [ACTL] }), "image/apng"],
		["a PNG with an animation behind its picture", makePng({ after: [ACTL] }), "image/png"],
		["a WebP", makeWebp(), "image/webp"],
		["a HEIC", makeHeif(), "image/heic"],
		["an AVIF", makeHeif({ brand: "avif" }), "image/avif"],
		["a HEIF", makeHeif({ brand: "mif1" }), "image/heif"],
	])("is recognised: %s", (_what, bytes, mime) => {
		expect(photoFormat(bytes)).toMatchObject({ kind: "image", mime });
	});

	test.each([
		["nothing", new Uint8Array(0)],
		["a JPEG-LS", Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 0, 11)],
		["a WAV", join("RIFF", u32(36, true), "WAVEfmt ", new Uint8Array(20))],
		["an MP4", join(box("ftyp", "isom", u32(0), "isommp42"), box("moov"))],
		["a raw photo of Canon", join(box("ftyp", "crx ", u32(1), "crx isom"), box("moov"))],
		[
			"a PNG for iPhones only",
			join("\x89PNG\r\n\x1a\n", pngChunk("CgBI", new Uint8Array(4)), new Uint8Array(50)),
		],
		["a text", utf8("A GIF is an image.")],
	])("is not that of %s", async (_what, bytes) => {
		expect(photoFormat(bytes)).toBeUndefined();
		await expectAgreement(bytes);
	});

	test.each([
		["a table", "GIF,JPEG,PNG\n1,2,3\n4,5,6\n7,8,9\n"],
		["a list in Markdown", "GIF\n\n# Formats\n\n- JPEG\n- PNG\n"],
		["a text with a brand", "The ftypheic of a file, and more.\n# Heading\n"],
		["a table of containers", "RIFF,ab,WEBP,x\n1,2,3,4\n5,6,7,8\n"],
	])("is not that of %s that begins like one", async (_what, text) => {
		await expectAgreement(utf8(text));
	});

	test("of an animated PNG is the same wherever its head ends", async () => {
		const whole = makePng({ before: [ACTL] });
		for (let length = 0; length <= whole.length; length++) await expectAgreement(whole.slice(0, length));
	});

	test("of a PNG whose animation begins behind what sniffing sees may be known here only", async () => {
		const bytes = makePng({ before: [pngChunk("eXIf", new Uint8Array(SNIFF_BYTES)), ACTL] });
		expect(photoFormat(bytes)?.mime).toBe("image/apng");
		expect((await sniff(bytes.subarray(0, SNIFF_BYTES))).mime).toBe("image/png");
	});

	test("of a PNG does not depend on a chunk that claims an absurd length", async () => {
		const bytes = makePng({ before: [join(u32(0x8000_0000), "eXIf", new Uint8Array(100))] });
		await expectAgreement(bytes);
	});
});
