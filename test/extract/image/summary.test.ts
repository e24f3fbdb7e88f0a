import { describe, expect, test } from "vitest";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { ascii, join } from "../../fixtures/bytes.ts";
import { makeIptc } from "../../fixtures/iptc.ts";
import { type JpegContent, makeJpeg } from "../../fixtures/jpeg.ts";
import type { Tag } from "../../fixtures/tiff.ts";
import { makeXmp, xmpList } from "../../fixtures/xmp.ts";
import { fact, factsOf, group } from "../from-bytes.ts";

function read(content: JpegContent): Promise<Facts> {
	return factsOf(makeJpeg(content));
}

const withExif = (...exif: readonly Tag[]) => read({ exif: { exif } });

describe("date", () => {
	test("a time zone is given where it is recorded and never guessed", async () => {
		const known = await withExif([0x9003, "2026:07:06 05:04:03"], [0x9011, "+09:00"], [0x9291, "25"]);
		expect(fact(known, "takenAt")).toMatchObject({
			value: "2026-07-06T05:04:03.25+09:00",
			text: "2026-07-06 05:04:03 +09:00",
		});
		const unknown = await withExif([0x9003, "2026:07:06 05:04:03"]);
		expect(fact(unknown, "takenAt")).toMatchObject({
			value: "2026-07-06T05:04:03",
			text: "2026-07-06 05:04:03 (time zone not recorded)",
		});
	});

	test.each([
		"0000:00:00 00:00:00",
		"    :  :     :  :  ",
		"2026:13:01 00:00:00",
		"2026:01:01 25:00:00",
		"soon",
	])("the date %j is ignored", async (date) => {
		expect(fact(await withExif([0x9003, date]), "takenAt")).toBeUndefined();
	});

	test("a clock that was never set is reported", async () => {
		const facts = await withExif([0x9003, "0000:00:00 00:00:00"]);
		expect(facts.quality.reasons.map(({ text }) => text).join()).toMatch(/clock was never set/);
		expect(facts.quality.confidence).toBeLessThan(1);
	});

	test("XMP with the same instant in another time zone is no conflict", async () => {
		const facts = await read({
			exif: {
				exif: [
					[0x9003, "2026:07:06 05:04:03"],
					[0x9011, "+02:00"],
				],
			},
			xmp: makeXmp("<exif:DateTimeOriginal>2026-07-06T03:04:03Z</exif:DateTimeOriginal>"),
		});
		expect(fact(facts, "takenAt")?.conflicts).toBeUndefined();
		expect(facts.quality.confidence).toBe(1);
	});

	test("IPTC with another day is a conflict that names both values", async () => {
		const facts = await read({
			exif: { exif: [[0x9003, "2026:07:06 05:04:03"]] },
			iptc: makeIptc([
				[55, "20250101"],
				[60, "120000+0100"],
			]),
		});
		expect(fact(facts, "takenAt")?.conflicts).toEqual([
			{ source: "IPTC DateCreated", text: "2025-01-01 12:00:00 +01:00" },
		]);
		expect(facts.quality.confidence).toBe(0.9);
		expect(facts.quality.reasons.map(({ text }) => text)).toContain(
			"Taken: EXIF DateTimeOriginal says “2026-07-06 05:04:03 (time zone not recorded)”, but IPTC DateCreated says “2025-01-01 12:00:00 +01:00”.",
		);
	});
});

describe("location", () => {
	const at = (latitude: readonly (readonly [number, number])[], ...more: readonly Tag[]) =>
		read({
			exif: {
				gps: [
					[2, { rational: latitude }],
					[
						4,
						{
							rational: [
								[70, 1],
								[30, 1],
								[0, 1],
							],
						},
					],
					...more,
				],
			},
		});

	test("south, west and below sea level are negative", async () => {
		const facts = await at(
			[
				[33, 1],
				[52, 1],
				[1080, 100],
			],
			[1, "S"],
			[3, "W"],
			[5, { bytes: Uint8Array.of(1), type: 1 }],
			[6, { rational: [[12, 1]] }],
		);
		expect(fact(facts, "location")).toMatchObject({
			value: { latitude: -33.869667, longitude: -70.5, altitude: -12 },
			text: "33.86967° S, 70.50000° W, -12 m",
		});
	});

	test("a position that is not on Earth is ignored and reported", async () => {
		const facts = await at(
			[
				[0, 0],
				[0, 0],
				[0, 0],
			],
			[1, "N"],
			[3, "E"],
		);
		expect(fact(facts, "location")).toBeUndefined();
		expect(facts.warnings.join()).toMatch(/not a place on Earth/);
	});

	test("a position without hemisphere is used with a warning", async () => {
		const facts = await at([
			[10, 1],
			[0, 1],
			[0, 1],
		]);
		expect(fact(facts, "location")?.value).toMatchObject({ latitude: 10 });
		expect(facts.warnings.join()).toMatch(/which hemisphere/);
	});

	test("XMP in minutes matches EXIF in seconds", async () => {
		const facts = await read({
			exif: {
				gps: [
					[1, "N"],
					[
						2,
						{
							rational: [
								[50, 1],
								[17, 1],
								[5857, 100],
							],
						},
					],
					[3, "E"],
					[
						4,
						{
							rational: [
								[14, 1],
								[49, 1],
								[1306, 100],
							],
						},
					],
				],
			},
			xmp: makeXmp(
				"<exif:GPSLatitude>50,17.9762N</exif:GPSLatitude><exif:GPSLongitude>14,49.2177E</exif:GPSLongitude>",
			),
		});
		expect(fact(facts, "location")?.conflicts).toBeUndefined();
	});
});

describe("camera and exposure", () => {
	test.each([
		[[1, 250], "1/250 s", 0.004],
		[[10, 4000], "1/400 s", 0.0025],
		[[13, 10], "1.3 s", 1.3],
		[[30, 1], "30 s", 30],
	] as const)("an exposure of %j is shown as %s", async (pair, text, value) => {
		expect(fact(await withExif([0x829a, { rational: [pair] }]), "shutter")).toMatchObject({ text, value });
	});

	test("an exposure of 0/0 is ignored", async () => {
		expect(fact(await withExif([0x829a, { rational: [[0, 0]] }]), "shutter")).toBeUndefined();
	});

	test("the make is not repeated", async () => {
		const facts = await read({
			exif: {
				ifd0: [
					[0x010f, "Canon"],
					[0x0110, "Canon EOS 5D"],
				],
			},
		});
		expect(fact(facts, "camera")?.value).toBe("Canon EOS 5D");
	});

	test("a lens without a name is described by its specification", async () => {
		const lens = {
			rational: [
				[24, 1],
				[70, 1],
				[28, 10],
				[28, 10],
			],
		} as const;
		expect(fact(await withExif([0xa432, lens]), "lens")?.value).toBe("24–70 mm f/2.8");
	});

	test("a picture that was resized later shows both sizes", async () => {
		const facts = await read({
			width: 64,
			height: 48,
			exif: {
				exif: [
					[0xa002, 4000],
					[0xa003, 3000],
				],
			},
		});
		expect(fact(facts, "size")).toMatchObject({
			value: { width: 64, height: 48 },
			conflicts: [{ text: "4,000 × 3,000 (12 megapixels)" }],
		});
	});
});

describe("descriptive text", () => {
	test("a comment is decoded in the character set that it names", async () => {
		const comment = (marker: string, text: Uint8Array): Tag => [
			0x9286,
			{ bytes: join(marker.padEnd(8, "\0"), text) },
		];
		const wide = join(...Array.from("naïve", (char) => [char.charCodeAt(0), 0]));
		expect(group(await withExif(comment("UNICODE", wide)), "EXIF").UserComment).toBe("naïve");
		expect(group(await withExif(comment("ASCII", ascii("plain\0\0"))), "EXIF").UserComment).toBe("plain");
		expect(group(await withExif(comment("", ascii("    "))), "EXIF").UserComment).toBe("");
	});

	test("text after a NUL is ignored", async () => {
		const facts = await read({ exif: { ifd0: [[0x013b, "Ann\0\u0001garbage"]] } });
		expect(fact(facts, "author")?.value).toBe("Ann");
	});

	test("Latin-1 text of an old editor is decoded", async () => {
		const iptc = makeIptc([[80, ascii("Andr\xe9")]], { charset: "" });
		expect(fact(await read({ iptc }), "author")?.value).toBe("André");
	});

	test("text truncated by IPTC is no conflict", async () => {
		const whole = "The Very Long Name Of A Photographer And Company";
		const facts = await read({
			xmp: makeXmp(xmpList("dc:creator", [whole], "Seq")),
			iptc: makeIptc([[80, whole.slice(0, 32)]]),
		});
		expect(fact(facts, "author")).toMatchObject({ value: whole, source: "XMP dc:creator" });
		expect(fact(facts, "author")?.conflicts).toBeUndefined();
	});

	test("the same keywords in another order are no conflict, different ones are", async () => {
		const xmp = makeXmp(xmpList("dc:subject", ["a", "b"]));
		const same = await read({
			xmp,
			iptc: makeIptc([
				[25, "B"],
				[25, "A"],
			]),
		});
		expect(fact(same, "keywords")?.conflicts).toBeUndefined();
		const other = await read({ xmp, iptc: makeIptc([[25, "c"]]) });
		expect(fact(other, "keywords")?.conflicts).toEqual([{ source: "IPTC Keywords", text: "c" }]);
	});
});
