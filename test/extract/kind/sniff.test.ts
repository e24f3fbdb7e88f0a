import { expect, test } from "vitest";
import { sniff } from "../../../src/extract/kind/sniff.ts";
import { ascii, join, u16, u32, utf8 } from "../../fixtures/bytes.ts";
import { makeGif } from "../../fixtures/gif.ts";
import { box, makeHeif } from "../../fixtures/heif.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { makePng } from "../../fixtures/png.ts";
import { makeTiff } from "../../fixtures/tiff.ts";
import { makeWebp } from "../../fixtures/webp.ts";

const cases: readonly (readonly [what: string, bytes: Uint8Array, mime: string, kind: string])[] = [
	["a JPEG", makeJpeg(), "image/jpeg", "image"],
	["a PNG", makePng(), "image/png", "image"],
	["a GIF", makeGif(), "image/gif", "image"],
	["a WebP", makeWebp(), "image/webp", "image"],
	["a HEIC", makeHeif(), "image/heic", "image"],
	["an AVIF", makeHeif({ brand: "avif" }), "image/avif", "image"],
	["a TIFF", makeTiff({ ifd0: [[0x0100, 5]] }), "image/tiff", "image"],
	[
		"a TIFF whose directory is far from its start",
		join("MM", u16(42), u32(900_000), new Uint8Array(500)),
		"image/tiff",
		"image",
	],
	["a JPEG XL without a container", Uint8Array.of(0xff, 0x0a, 0, 16, 0xb0, 0x13), "image/jxl", "image"],
	[
		"a drawing",
		utf8('<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
		"image/svg+xml",
		"image",
	],
	["a PDF", ascii("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "application/pdf", "document"],
	["plain text", utf8("Dear Sir,\nthe photos are in the other folder.\n"), "text/plain", "document"],
	["text in the Western code page", ascii("Gr\xfc\xdfe aus M\xfcnchen\n"), "text/plain", "document"],
	["Markdown", utf8("# Notes\n\nSome *words*.\n"), "text/markdown", "document"],
	["a table", utf8("name,size,taken\na.jpg,12,2026\nb.jpg,13,2025\n"), "text/csv", "document"],
	[
		"a table below comment lines",
		utf8("# made by x\n# on a day\na,b,c\n1,2,3\n4,5,6\n"),
		"text/csv",
		"document",
	],
	[
		"a heading above commas",
		utf8("# Dear all\n\nYes, we do.\n\nNo, we do not.\n"),
		"text/markdown",
		"document",
	],
	["a program", utf8("#!/usr/bin/env python\nimport a, b\nfrom c import d, e\n"), "text/plain", "document"],
	["JSON", utf8('{"name": "a", "list": [1, 2]}'), "application/json", "document"],
	["a web page", utf8("<!DOCTYPE html><html><body><svg></svg></body></html>"), "text/html", "document"],
	["XML", utf8('<?xml version="1.0"?><feed/>'), "application/xml", "document"],
	["subtitles", utf8("1\n00:00:01,000 --> 00:00:02,000\nHello\n"), "application/x-subrip", "document"],
	["web subtitles", utf8("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"), "text/vtt", "document"],
	["UTF-16 text", join([0xff, 0xfe], "H\0e\0l\0l\0o\0"), "text/plain", "document"],
	["an MP4", join(box("ftyp", "isom", u32(0), "isommp42"), box("moov")), "video/mp4", "video"],
	["a WAV", join("RIFF", u32(36, true), "WAVEfmt ", u32(16, true), new Uint8Array(20)), "audio/wav", "audio"],
	["noise", Uint8Array.of(0, 1, 2, 3, 250, 251, 252), "application/octet-stream", "other"],
	["nothing", new Uint8Array(0), "application/octet-stream", "other"],
];

test.each(cases)("%s is recognised by its bytes", async (_what, bytes, mime, kind) => {
	const format = await sniff(bytes.subarray(0, 4100));
	expect([format.mime, format.kind]).toEqual([mime, kind]);
	expect(format.label).not.toBe("");
});

test("text that is cut within a character is still text", async () => {
	const text = utf8("Straße ".repeat(50));
	for (let length = 20; length < 40; length++) {
		expect((await sniff(text.subarray(0, length))).mime).toBe("text/plain");
	}
});

test("any single byte is recognised as something", async () => {
	for (let byte = 0; byte < 256; byte++) {
		expect((await sniff(Uint8Array.of(byte))).label).not.toBe("");
	}
});
