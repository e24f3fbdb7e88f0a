import { describe, expect, test } from "vitest";
import { ascii, join, u16, u32, utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, makeEpub, makeOdt, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { makeZip } from "../../fixtures/zip.ts";
import { extractBytes, refusalOf } from "../from-bytes.ts";
import { readDocument } from "./read-document.ts";

/** Marks every file of an archive as encrypted: bit 0 of the flags, in both headers. */
function encrypted(zip: Uint8Array): Uint8Array {
	const bytes = zip.slice();
	for (let at = 0; at + 4 < bytes.length; at++) {
		const signature = String.fromCharCode(...bytes.subarray(at, at + 4));
		if (signature === "PK\x03\x04") bytes[at + 6] = 1;
		if (signature === "PK\x01\x02") bytes[at + 8] = 1;
	}
	return bytes;
}

/** A compound file that contains a stream of this name ([MS-CFB] 2.2 and 2.6). */
function compound(stream: string): Uint8Array {
	const header = new Uint8Array(512);
	header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
	header.set(u16(9, true), 30);
	header.set(u32(0, true), 48);
	const directory = new Uint8Array(512);
	directory.set(utf8([..."Root Entry"].join("\0")), 0);
	directory.set(utf8([...stream].join("\0")), 128);
	return join(header, directory, new Uint8Array(4096));
}

describe("refusals", () => {
	test.each([
		["a PDF that is only a first line", ascii("%PDF-1.7\n"), "unreadable-document", /damaged/],
		["an encrypted Word file", compound("EncryptedPackage"), "encrypted", /encrypted/],
		["a Word file from before 2007", compound("WordDocument"), "unread-format", /\.docx/],
		[
			"an archive whose files are encrypted",
			encrypted(makeDocx(wordParagraph("x"))),
			"encrypted",
			/password/,
		],
		["an encrypted OpenDocument text", makeOdt("", "<manifest:encryption-data/>"), "encrypted", /encrypted/],
		[
			"a book with encrypted chapters",
			makeEpub(["<p>x</p>"], {
				"META-INF/encryption.xml":
					'<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></encryption>',
			}),
			"encrypted",
			/encrypted/,
		],
		["rich text", utf8("{\\rtf1\\ansi Hello}"), "unread-format", /RTF/],
	])("%s is refused with a reason", async (_what, bytes, code, detail) => {
		const refusal = await refusalOf(bytes);
		expect(refusal).toMatchObject({ code, detail: expect.stringMatching(detail) });
		expect(refusal.detail).toMatch(/\.$/);
	});

	test("a truncated Word file is refused or read as an archive", async () => {
		const bytes = makeDocx(wordParagraph("Words."));
		const { result } = await extractBytes(bytes.subarray(0, bytes.length - 30), "letter.docx");
		expect(JSON.stringify(result)).toMatch(/incomplete|cannot be read|ZIP/);
	});
});

describe("damaged and hostile documents", () => {
	test("a PDF with a wrong cross-reference table is still read", async () => {
		const { text } = await readDocument(makePdf({ pages: [["Found anyway."]], brokenTable: true }));
		expect(text).toBe("Found anyway.\n");
	});

	test("markup is read until it is nested too deeply", async () => {
		const deep = `<p>Before.</p>${"<div>".repeat(100_000)}deep${"</b>".repeat(100_000)}`;
		const { text, facts } = await readDocument(utf8(`<html><body>${deep}`));
		expect(text).toBe("Before.\n");
		expect(facts.warnings.join()).toMatch(/nested too deeply/);
	});

	test("entities of a document type are not expanded", async () => {
		const dtd = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(1000)}"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
		const docx = makeDocx("", {
			"word/document.xml": `<?xml version="1.0"?>${dtd}<w:document><w:body>${wordParagraph("&b;&c; &lt;end&gt;")}</w:body></w:document>`,
		});
		const { text } = await readDocument(docx);
		expect(text).toContain("<end>");
		expect(text).not.toContain("haha");
		expect(text).not.toContain("root:");
		expect(text.length).toBeLessThan(100);
	});

	test("an archive within an archive is not opened", async () => {
		const inner = makeDocx(wordParagraph("inner"));
		const { result } = await extractBytes(makeZip({ "inner.docx": inner, "readme.txt": "hello" }));
		expect(result.ok && result.value.kind).toBe("other");
		const { text } = await readDocument(
			makeDocx(wordParagraph("outer"), { "word/embeddings/inner.docx": inner }),
		);
		expect(text).not.toContain("inner");
	});

	test("lone surrogates and control characters do not reach the text", async () => {
		const { chunks } = await readDocument(utf8('{"a": "x\\ud800y\\u0000z\\u0007", "b": "\\udc00"}'));
		const text = chunks.map((chunk) => chunk.text).join("");
		expect(text.isWellFormed()).toBe(true);
		expect(text).toBe("a: x\ufffdyz\nb: \ufffd\n");
	});

	test("right-to-left text keeps its order", async () => {
		const arabic = "مرحبا بالعالم، هذا نص عربي قصير.";
		expect((await readDocument(utf8(`${arabic}\n`))).text).toBe(`${arabic}\n`);
	});

	test("deeply nested JSON is read, and invalid JSON is read as text", async () => {
		const deep = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
		expect((await readDocument(utf8(`{"a":${deep}}`))).chunks.length).toBeGreaterThan(0);
		expect((await readDocument(utf8('{"a": [1, 2'))).facts.warnings.join()).toMatch(/not valid JSON/);
	});
});
