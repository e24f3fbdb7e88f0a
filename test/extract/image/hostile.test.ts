import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { MAX_FACTS_CHARS } from "../../../src/extract/limits.ts";
import { join, u16, u32, utf8 } from "../../fixtures/bytes.ts";
import { box } from "../../fixtures/heif.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { segment } from "../../fixtures/jpeg-scan.ts";
import { makePng, pngChunk, pngProfile, pngText } from "../../fixtures/png.ts";
import { fact, factsOf, group, refusalOf } from "../from-bytes.ts";
import { expectSafeResult } from "./expect-safe-result.ts";
import { INTACT, icc, richTiff } from "./intact-images.ts";

describe("intact files", () => {
	test.each(INTACT)("an intact %s gives no warning", async (_what, bytes) => {
		expect((await factsOf(bytes)).warnings).toEqual([]);
	});
});

describe("truncated files", () => {
	test("a photo truncated in its picture data is reported and keeps its facts", async () => {
		const bytes = makeJpeg({ exif: richTiff });
		const facts = await factsOf(bytes.slice(0, bytes.length - 20));
		expect(facts.warnings).toEqual(["The file ends in the middle of the picture."]);
		expect(facts.quality.confidence).toBeLessThan(1);
	});

	test("a photo truncated in its header is reported", async () => {
		const facts = await factsOf(makeJpeg({ exif: richTiff }).slice(0, 300));
		expect(facts.warnings).toContain("The file ends in the middle of its header.");
	});

	test("three bytes of a JPEG are refused with a reason", async () => {
		const problem = await refusalOf(Uint8Array.of(0xff, 0xd8, 0xff));
		expect(problem).toEqual({
			code: "unreadable-image",
			detail:
				"This JPEG photo is damaged or incomplete. The file ends before the picture begins. It is only 3 bytes long.",
		});
	});
});

/** A chain of directories, each with `entries` entries that all point to the same bytes. */
function overlapping(directories: number, entries: number, bytesEach: number): Uint8Array {
	const row = (tag: number) => join(u16(tag, true), u16(2, true), u32(bytesEach, true), u32(8, true));
	const size = 2 + entries * 12 + 4;
	const first = 8 + bytesEach;
	const rows = join(...Array.from({ length: entries }, (_, tag) => row(0xc000 + tag)));
	const parts = Array.from({ length: directories }, (_, index) =>
		join(u16(entries, true), rows, u32(index + 1 < directories ? first + (index + 1) * size : 0, true)),
	);
	return join("II", u16(42, true), u32(first, true), new Uint8Array(bytesEach).fill(0x41), ...parts);
}

describe("bombs and loops", () => {
	const png = (...before: readonly Uint8Array[]) => makePng({ before });
	const packed = deflateSync(new Uint8Array(40_000_000));
	const exif = segment(0xe1, join("Exif\0\0", overlapping(4, 1000, 100)));

	test.each([
		["one byte", Uint8Array.of(0xff)],
		["a thousand bytes of 0xFF", new Uint8Array(1000).fill(0xff)],
		["a JPEG whose markers never end", join([0xff, 0xd8], new Uint8Array(30_000).fill(0xff))],
		[
			"a JPEG of empty segments",
			join([0xff, 0xd8], ...Array.from({ length: 25_000 }, () => segment(0xe5, []))),
		],
		["a segment of length zero", join([0xff, 0xd8, 0xff, 0xe1, 0, 0], new Uint8Array(100))],
		[
			"a directory that points to itself",
			join("II", u16(42, true), u32(8, true), u16(0, true), u32(8, true)),
		],
		[
			"directories that point to each other",
			join("II", u16(42, true), u32(8, true), u16(0, true), u32(14, true), u16(0, true), u32(8, true)),
		],
		[
			"a count of four billion",
			join(
				"II",
				u16(42, true),
				u32(8, true),
				u16(1, true),
				u16(0x010e, true),
				u16(2, true),
				u32(0xffffffff, true),
				u32(8, true),
				u32(0, true),
			),
		],
		[
			"65,535 missing entries",
			join("II", u16(42, true), u32(8, true), u16(65_535, true), new Uint8Array(200)),
		],
		["directories whose values overlap", overlapping(30, 900, 60_000)],
		["many EXIF blocks in one JPEG", join([0xff, 0xd8], ...Array.from({ length: 60 }, () => exif))],
		["compressed text of forty megabytes", png(pngChunk("zTXt", join("a\0\0", packed)))],
		[
			"a hundred compressed texts",
			png(
				...Array.from({ length: 100 }, (_, index) =>
					pngChunk("zTXt", join(`a${index}\0\0`, packed.subarray(0, 30_000))),
				),
			),
		],
		["a compressed profile of forty megabytes", png(pngChunk("iCCP", join("a\0\0", packed)))],
		["a PNG chunk that claims two gigabytes", png(join(u32(0x7fffffff), "tEXt"))],
		[
			"a tail of empty chunks without an end",
			join(
				makePng({ noise: 300_000 }).slice(0, -12),
				...Array.from({ length: 5000 }, () => pngChunk("tEXt", new Uint8Array(0))),
				new Uint8Array(12),
			),
		],
		["a HEIC box of length zero", join(box("ftyp", "heic", u32(0)), u32(0), "meta", new Uint8Array(50))],
		[
			"a HEIC box of length one",
			join(box("ftyp", "heic", u32(0)), u32(1), "meta", u32(0), u32(3), new Uint8Array(50)),
		],
		["a HEIC box of length seven", join(box("ftyp", "heic", u32(0)), u32(7), "meta", new Uint8Array(50))],
		[
			"nested boxes",
			join(
				box("ftyp", "heic", u32(0)),
				Array.from({ length: 3000 }).reduce<Uint8Array>(
					(inner) => box("meta", u32(0), inner),
					new Uint8Array(0),
				),
			),
		],
		[
			"a HEIC whose extents take no bytes",
			join(
				box("ftyp", "heic", u32(0)),
				box("meta", u32(0), box("iloc", u32(0), [0, 0], u16(65_535), new Uint8Array(60_000).fill(0xff))),
			),
		],
		[
			"a WebP of empty chunks",
			join("RIFF", u32(80_000, true), "WEBP", ...Array.from({ length: 9000 }, () => "ANMF\0\0\0\0")),
		],
		[
			"a GIF of one-byte blocks",
			join("GIF89a", new Uint8Array(7), [0x21, 0xfe], ...Array.from({ length: 50_000 }, () => [1, 65])),
		],
		["a drawing of unclosed tags", utf8("<svg ".repeat(12_000))],
		["a drawing of one long attribute", utf8(`<svg ${" height='".repeat(6000)}`)],
		["a file that claims to be a Photoshop document", join("8BPS", u16(1), new Uint8Array(200).fill(0xff))],
	])("%s: reading ends", async (_what, bytes) => {
		await expectSafeResult(bytes);
	});

	test("a decompression bomb is reported, and the rest of the picture is still read", async () => {
		const facts = await factsOf(
			png(pngChunk("zTXt", join("Comment\0\0", packed)), pngText("Author", "Ann"), pngProfile("own", icc)),
		);
		expect(facts.warnings).toEqual(["The text “Comment” could not be decompressed."]);
		expect(fact(facts, "colorProfile")?.value).toBe("Profile");
		expect(group(facts, "PNG").Author).toBe("Ann");
	});

	test("a field with a hostile name stays a field", async () => {
		const facts = await factsOf(png(pngText("__proto__", "x"), pngText("constructor", "y")));
		expect(group(facts, "PNG")).toMatchObject({ _proto_: "x", constructor: "y" });
	});

	test("a result that would be too long is shortened, and a warning names what was left out", async () => {
		const texts = Array.from({ length: 60 }, (_, index) => pngText(`Note ${index}`, "x".repeat(15_000)));
		const facts = await factsOf(png(...texts));
		expect(JSON.stringify(facts).length).toBeLessThan(MAX_FACTS_CHARS * 1.1);
		expect(facts.warnings.join()).toMatch(/Left out because the result would be too long: PNG Note/);
	});
});
