import { describe, expect, test } from "vitest";
import { ascii, join, u16, u32, utf8 } from "../../fixtures/bytes.ts";
import { makeGif } from "../../fixtures/gif.ts";
import { box, makeHeif } from "../../fixtures/heif.ts";
import { makeIcc } from "../../fixtures/icc.ts";
import { makeIptc } from "../../fixtures/iptc.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import {
	makePng,
	pngChunk,
	pngInternationalText,
	pngPackedText,
	pngProfile,
	pngText,
} from "../../fixtures/png.ts";
import { makeTiff } from "../../fixtures/tiff.ts";
import { makeWebp } from "../../fixtures/webp.ts";
import { makeXmp, xmpList } from "../../fixtures/xmp.ts";
import { fact, factsOf, group } from "../from-bytes.ts";

const thumbnail = makeJpeg({ width: 16, height: 16 });
const exif = makeTiff({
	ifd0: [
		[0x010f, "Nikon"],
		[0x0110, "Z 6"],
		[0x0112, 6],
	],
	exif: [[0x9003, "2026:05:04 03:02:01"]],
});
const xmp = makeXmp(xmpList("dc:subject", ["harbour", "night"]));
const icc = makeIcc("Darkroom RGB");

describe("metadata blocks of every format", () => {
	const carriers: readonly (readonly [what: string, bytes: Uint8Array])[] = [
		["JPEG", makeJpeg({ width: 40, height: 30, exif, xmp, icc })],
		[
			"PNG",
			makePng({
				width: 40,
				height: 30,
				before: [
					pngChunk("eXIf", exif),
					pngInternationalText("XML:com.adobe.xmp", xmp),
					pngProfile("own", icc),
				],
			}),
		],
		[
			"PNG with blocks after a long picture",
			makePng({
				width: 40,
				height: 30,
				before: [pngProfile("own", icc)],
				noise: 400_000,
				after: [pngChunk("eXIf", exif), pngInternationalText("XML:com.adobe.xmp", xmp)],
			}),
		],
		["WebP", makeWebp({ width: 40, height: 30, exif, xmp, icc })],
		["HEIC", makeHeif({ width: 40, height: 30, exif, xmp, icc })],
		["AVIF", makeHeif({ brand: "avif", width: 40, height: 30, exif, xmp, icc })],
	];

	test.each(carriers)("%s", async (_what, bytes) => {
		const facts = await factsOf(bytes);
		expect(fact(facts, "camera")?.value).toBe("Nikon Z 6");
		expect(fact(facts, "takenAt")?.value).toBe("2026-05-04T03:02:01");
		expect(fact(facts, "keywords")?.value).toEqual(["harbour", "night"]);
		expect(fact(facts, "colorProfile")?.value).toBe("Darkroom RGB");
		expect(fact(facts, "size")?.value).toMatchObject({ width: 40, height: 30 });
		expect(fact(facts, "orientation")?.value).toBe(6);
		expect(facts.warnings).toEqual([]);
		expect(facts.quality.confidence).toBe(1);
	});
});

describe("JPEG", () => {
	test("the embedded thumbnail is found as a byte range of the file", async () => {
		const bytes = makeJpeg({ exif: { ifd0: [[0x010f, "A"]], thumbnail } });
		const range = (await factsOf(bytes)).thumbnail;
		if (range === undefined) throw new Error("no thumbnail");
		expect(bytes.slice(range.offset, range.offset + range.length)).toEqual(thumbnail);
	});

	test("a thumbnail that is not a JPEG is ignored", async () => {
		const facts = await factsOf(makeJpeg({ exif: { thumbnail: new Uint8Array(500) } }));
		expect(facts.thumbnail).toBeUndefined();
	});

	test("IPTC fields are named", async () => {
		const iptc = makeIptc([
			[5, "A title"],
			[25, "one"],
			[25, "two"],
			[80, "Jörg Ågren"],
			[120, "What is seen"],
		]);
		const facts = await factsOf(makeJpeg({ iptc }));
		expect(group(facts, "IPTC")).toEqual({
			CodedCharacterSet: "UTF8",
			ObjectName: "A title",
			Keywords: ["one", "two"],
			Byline: "Jörg Ågren",
			Caption: "What is seen",
		});
		expect(fact(facts, "author")?.source).toBe("IPTC By-line");
	});

	test("comment, frame header and JFIF become groups", async () => {
		const facts = await factsOf(makeJpeg({ comment: "by hand", width: 24, height: 16 }));
		expect(group(facts, "Comment")).toEqual({ Comment: "by hand" });
		expect(group(facts, "JPEG")).toMatchObject({
			ImageWidth: 24,
			ImageHeight: 16,
			EncodingProcess: "Baseline DCT",
		});
		expect(group(facts, "JFIF")).toMatchObject({ JFIFVersion: "1.01", ResolutionUnit: "inches" });
		expect(facts.fields).toBe(facts.groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0));
	});
});

describe("PNG", () => {
	test("all three types of text chunk are read", async () => {
		const before = [
			pngText("Author", "Ann"),
			pngPackedText("Comment", ascii("packed")),
			pngInternationalText("Title", "Größe"),
		];
		const facts = await factsOf(makePng({ before }));
		expect(group(facts, "PNG")).toMatchObject({ Author: "Ann", Comment: "packed", Title: "Größe" });
		expect(fact(facts, "title")?.value).toBe("Größe");
	});

	test("EXIF that ImageMagick stored as hexadecimal text is read", async () => {
		const hex = Array.from(join("Exif\0\0", exif), (byte) => byte.toString(16).padStart(2, "0")).join("");
		const lines = hex.match(/.{1,72}/g)?.join("\n");
		const text = utf8(`\nexif\n    ${exif.length + 6}\n${lines}\n`);
		const facts = await factsOf(makePng({ before: [pngPackedText("Raw profile type exif", text)] }));
		expect(fact(facts, "camera")?.value).toBe("Nikon Z 6");
	});

	test("a screenshot is scored as one, not as an incomplete photo", async () => {
		const facts = await factsOf(makePng({ before: [pngText("Software", "Screen Grabber")] }));
		expect(facts.quality.missing).toEqual(["colorProfile"]);
		expect(facts.quality.reasons[0]?.text).toMatch(/made by a program/);
	});
});

describe("TIFF", () => {
	test("only the directories of a large file are read", async () => {
		const head = makeTiff({
			ifd0: [
				[0x0100, { long: [4000] }],
				[0x0101, { long: [3000] }],
				[0x010e, "A view"],
			],
		});
		const facts = await factsOf(join(head, new Uint8Array(3_000_000)));
		expect(fact(facts, "size")?.value).toMatchObject({ width: 4000, height: 3000 });
		expect(fact(facts, "caption")?.value).toBe("A view");
		expect(facts.read.bytes).toBe(65_536);
	});

	test("directories at the end of the file take one more request", async () => {
		const body = makeTiff({ little: false, ifd0: [[0x010f, "Camera"]] }).slice(8);
		const file = new Uint8Array(1_000_000);
		file.set(join("MM", u16(42), u32(900_000)));
		const moved = body.slice();
		new DataView(moved.buffer).setUint32(2 + 8, 900_000 + 18);
		file.set(moved, 900_000);
		const facts = await factsOf(file, "scan.tif");
		expect(fact(facts, "camera")?.value).toBe("Camera");
		expect(facts.read.requests).toBe(2);
	});
});

describe("HEIF", () => {
	test.each([
		[0, 1],
		[1, 8],
		[2, 3],
		[3, 6],
	])("a rotation of %d quarter turns becomes EXIF orientation %d", async (rotation, orientation) => {
		const facts = await factsOf(makeHeif({ rotation }));
		expect(fact(facts, "orientation")).toMatchObject({ value: orientation, source: "HEIF irot, imir" });
	});
});

describe("GIF", () => {
	test("frames, loop count and comment are read", async () => {
		const facts = await factsOf(makeGif({ frames: 3, comment: "hello", loops: 0 }));
		expect(group(facts, "GIF")).toMatchObject({
			Frames: 3,
			AnimationIterations: "Infinite",
			Comment: "hello",
		});
		expect(fact(facts, "size")?.value).toMatchObject({ width: 20, height: 10 });
		expect(fact(facts, "animated")?.value).toBe(true);
		expect(fact(await factsOf(makeGif()), "animated")).toBeUndefined();
	});
});

describe("JPEG XL", () => {
	test("metadata boxes are read", async () => {
		const facts = await factsOf(
			join(
				box("JXL ", [0x0d, 0x0a, 0x87, 0x0a]),
				box("ftyp", "jxl ", u32(0), "jxl "),
				box("jxlc", [0xff, 0x0a, 0, 16, 0xb0, 0x13]),
				box("Exif", u32(0), exif),
				box("xml ", utf8(xmp)),
			),
		);
		expect(fact(facts, "camera")?.value).toBe("Nikon Z 6");
		expect(fact(facts, "keywords")?.value).toEqual(["harbour", "night"]);
	});
});

describe("raw photos", () => {
	test("a CR3 with each directory in its own box is read", async () => {
		const uuid = join([0x85, 0xc0, 0xb6, 0x87], new Uint8Array(12));
		const main = makeTiff({
			ifd0: [
				[0x010f, "Canon"],
				[0x0110, "Canon EOS R"],
			],
		});
		const exifDirectory = makeTiff({ ifd0: [[0x9003, "2026:05:04 03:02:01"]] });
		const facts = await factsOf(
			join(
				box("ftyp", "crx ", u32(1), "crx isom"),
				box("moov", box("uuid", uuid, box("CMT1", main), box("CMT2", exifDirectory))),
			),
		);
		expect(facts.format.mime).toBe("image/x-canon-cr3");
		expect(fact(facts, "camera")?.value).toBe("Canon EOS R");
		expect(fact(facts, "takenAt")?.value).toBe("2026-05-04T03:02:01");
	});

	test("a RAF is read through its preview, whose size is not the photo's", async () => {
		const preview = makeJpeg({ exif });
		const header = new Uint8Array(120);
		header.set(join("FUJIFILMCCD-RAW 0201"));
		header.set(join(u32(120), u32(preview.length)), 84);
		const facts = await factsOf(join(header, preview));
		expect(fact(facts, "camera")?.value).toBe("Nikon Z 6");
		expect(fact(facts, "size")).toBeUndefined();
	});
});

describe("colour profiles", () => {
	test("a profile that claims more bytes than it has is reported as damaged", async () => {
		const broken = icc.slice();
		new DataView(broken.buffer).setUint32(140, 5_000_000);
		const facts = await factsOf(makeJpeg({ icc: broken }));
		expect(facts.warnings).toEqual(["The colour profile is damaged."]);
		expect(group(facts, "ICC").ColorSpaceData).toBe("RGB");
	});
});

describe("other formats", () => {
	test("the size of a bitmap is read", async () => {
		const bytes = join(
			"BM",
			new Uint8Array(12),
			u32(40, true),
			u32(7, true),
			u32(5, true),
			new Uint8Array(40),
		);
		expect(fact(await factsOf(bytes), "size")?.value).toMatchObject({ width: 7, height: 5 });
	});

	test("size and title of a drawing are read", async () => {
		const svg =
			'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><title>Tree &amp; sky</title></svg>';
		const facts = await factsOf(utf8(svg));
		expect(fact(facts, "size")?.value).toMatchObject({ width: 30, height: 20 });
		expect(fact(facts, "title")?.value).toBe("Tree & sky");
	});

	test("size and metadata blocks of a Photoshop document are read", async () => {
		const iptc = makeIptc([[80, "Ann"]]);
		const padded = join(iptc, new Uint8Array(iptc.length % 2));
		const resources = join("8BIM", u16(0x0404), [0, 0], u32(iptc.length), padded);
		const header = join("8BPS", u16(1), new Uint8Array(6), u16(3), u32(20), u32(30), u16(8), u16(3), u32(0));
		const facts = await factsOf(join(header, u32(resources.length), resources, u32(0)));
		expect(fact(facts, "size")?.value).toMatchObject({ width: 30, height: 20 });
		expect(fact(facts, "author")?.value).toBe("Ann");
	});

	test("an unsupported format is named, not refused", async () => {
		const flif = join("FLIF", new Uint8Array(100));
		const facts = await factsOf(flif);
		expect(facts.format.mime).toBe("image/flif");
		expect(facts.warnings.join()).toMatch(/not supported yet/);
	});
});
