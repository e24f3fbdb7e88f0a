import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SearchReply } from "../../src/protocol/http/search.ts";
import type { TextLocation } from "../../src/protocol/text/chunk.ts";
import { readDocument } from "../extract/document/read-document.ts";
import { fact, refusalOf } from "../extract/from-bytes.ts";
import { settled, storeFile } from "../runtime/uploads/upload-helpers.ts";
import { openSession } from "../support/server/client.ts";
import { followUntil } from "../support/server/follow.ts";
import { startServer, type TestServer } from "../support/server/server.ts";

/** Real documents. They are not part of the repository. */
const FOLDER = join(import.meta.dirname, "../../../shared/data/documents");

const there = existsSync(FOLDER);
if (!there) console.warn("No real documents found: the tests that read them are skipped.");

const bytesOf = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));
const files = there
	? readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
			.filter((name) => statSync(join(FOLDER, name)).isFile())
			.sort()
	: [];

/** Text with single spaces, because programs use other whitespace and line breaks between words. */
const plain = (text: string) => text.replace(/\s+/g, " ");

const LOREM = "sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam erat";
const CALIBRE = "various types of inline text formatting and the use of embedded fonts";

/** A sentence of each document, and its place. */
const SENTENCES: readonly (readonly [file: string, sentence: string, place: TextLocation])[] = [
	["001-trivial/minimal-document.pdf", LOREM, { page: 1 }],
	["002-trivial-libre-office-writer/002-trivial-libre-office-writer.pdf", LOREM, { page: 1 }],
	["003-pdflatex-image/pdflatex-image.pdf", LOREM, { page: 1 }],
	[
		"004-pdflatex-4-pages/pdflatex-4-pages.pdf",
		"text should contain all letters of the alphabet",
		{ page: 3 },
	],
	["006-pdflatex-outline/pdflatex-outline.pdf", "Kjift – not at all!", { page: 3, headings: ["5 Bar"] }],
	["008-reportlab-inline-image/inline-image.pdf", "Test", { page: 1 }],
	[
		"009-pdflatex-geotopo/GeoTopo-komprimiert.pdf",
		"Jordanscher Kurvensatz",
		{ page: 23, headings: ["1 Topologische Grundbegriffe", "1.6 Wege und Knoten"] },
	],
	["010-pdflatex-forms/pdflatex-forms.pdf", "Name Check Submit", { page: 1 }],
	["011-google-doc-document/google-doc-document.pdf", "Namespaces are one honking great idea", { page: 1 }],
	["012-libreoffice-form/libreoffice-form.pdf", "Alice", { page: 1 }],
	["013-reportlab-overlay/reportlab-overlay.pdf", "Fingerprint: asdfSa2123", { page: 1 }],
	["014-outlines/mistitled_outlines_example.pdf", "Kjift – not at all!", { page: 4 }],
	["016-libre-office-link/libre-office-link.pdf", "a link to an awesome blog", { page: 1 }],
	["020-xmp/output_with_metadata_pymupdf.pdf", "Hello, World!", { page: 1 }],
	["021-pdfa/crazyones-pdfa.pdf", "The troublemakers. The round pegs in the square holes.", { page: 1 }],
	["022-pdfkit/pdfkit.pdf", "Foo: bar ABC: DEF", { page: 1 }],
	["024-annotations/annotated_pdf.pdf", "This is a text annotation.", { page: 1 }],
	["025-attachment/with-attachment.pdf", LOREM, { page: 1 }],
	["026-latex-multicolumn/multicolumn.pdf", "two columns filled with Lorem Ipsum text", { page: 1 }],
	["LICENSE.sample-files", "does not create a lawyer-client or other relationship", {}],
	["office/comments.docx", "A tachyon walks into a bar.", { headings: ["Comments"] }],
	["office/footnotes.docx", "A tachyon walks into a bar.", { headings: ["Footnotes"] }],
	["office/simple-list.docx", "Apple Banana", {}],
	["office/strict-format.docx", "Test", {}],
	["office/tables.docx", "Bottom left | Bottom right", {}],
	["office/text-box.docx", "Datum plane", {}],
	["office/utf8-bom.docx", "This XML has a byte order mark.", {}],
	["office/test.csv", CALIBRE, {}],
	["office/test.docx", CALIBRE, { headings: ["Text Formatting"] }],
	["office/test.odt", CALIBRE, { headings: ["Text Formatting"] }],
	["office/test.html", CALIBRE, { headings: ["Text Formatting"] }],
	["office/test.md", CALIBRE, { headings: ["Text Formatting"] }],
	["office/test.epub", CALIBRE, { chapter: 2, headings: ["Text Formatting"] }],
	["office/test.pptx", CALIBRE, { slide: 2, headings: ["Text Formatting"] }],
	["office/test.odp", CALIBRE, { slide: 2, headings: ["Slide2"] }],
	["office/test.xlsx", CALIBRE, { sheet: "Sheet2", headings: ["Sheet2"] }],
	["office/test.ods", CALIBRE, { sheet: "Sheet2", headings: ["Sheet2"] }],
];

/** Documents whose pages are images. */
const SCANS = files.filter((name) => /^(007|019|023)-/.test(name));

/** Facts of documents. */
const FACTS: readonly (readonly [file: string, facts: { readonly [name: string]: unknown }])[] = [
	[
		"009-pdflatex-geotopo/GeoTopo-komprimiert.pdf",
		{ title: "Geometrie und Topologie", author: "Martin Thoma", pages: 117, language: "de" },
	],
	["011-google-doc-document/google-doc-document.pdf", { title: "PDF Example Document", language: "en" }],
	["020-xmp/output_with_metadata_pymupdf.pdf", { title: "Sample PDF with XMP Metadata", author: "John Doe" }],
	["office/test.docx", { title: "DOCX Demo", author: "Kovid Goyal", language: "en" }],
	["office/test.epub", { title: "DOCX Demo", author: "Kovid Goyal", chapters: 8 }],
	["office/test.pptx", { slides: 9 }],
	["office/test.xlsx", { sheets: 9 }],
];

describe.skipIf(!there)("real documents", () => {
	test.each(SENTENCES)("%s contains “%s” at the right place", async (name, sentence, place) => {
		const { chunks, text } = await readDocument(bytesOf(name), name);
		expect(plain(text)).toContain(sentence);
		const { page, ...rest } = place;
		const found = chunks.filter((chunk) => plain(chunk.text).includes(sentence)).map((chunk) => chunk.place);
		expect(found).toContainEqual(expect.objectContaining(page === undefined ? rest : place));
	});

	test.each(FACTS)("%s has its facts", async (name, facts) => {
		const read = await readDocument(bytesOf(name), name);
		const found = Object.keys(facts).map((key) => [key, fact(read.facts, key)?.value]);
		expect(Object.fromEntries(found)).toEqual(facts);
	});

	test.each(SCANS)("%s is a scan, with a warning that it has no text", async (name) => {
		const { chunks, facts } = await readDocument(bytesOf(name), name);
		expect(chunks).toEqual([]);
		expect(facts.warnings.join()).toMatch(/scanned: its pages are images/);
	});

	test("a document with a password is refused as encrypted", async () => {
		const bytes = bytesOf("005-libreoffice-writer-password/libreoffice-writer-password.pdf");
		expect(await refusalOf(bytes)).toMatchObject({ code: "encrypted" });
	});

	test("no language is detected in placeholder text", async () => {
		const { facts } = await readDocument(bytesOf("001-trivial/minimal-document.pdf"));
		expect(fact(facts, "language")).toBeUndefined();
	});
});

describe.skipIf(!there)("real documents, uploaded together", () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await startServer();
	});
	afterAll(() => server?.stop());

	test("are read or refused with a reason, and then found by search", async () => {
		const session = await openSession(server.url);
		for (const name of files) await storeFile(session, name.replaceAll("/", " "), bytesOf(name));
		const { state } = await followUntil(session, settled(files.length), { within: 150_000 });
		const failed = [...state.files.values()].filter((file) => file.state === "failed");
		expect(failed.map(({ name, problem }) => [name.slice(0, 3), problem?.code])).toEqual([
			["005", "encrypted"],
		]);
		const search = (query: string) =>
			session.json<SearchReply>(`/api/session/search?${new URLSearchParams({ q: query })}`);
		const names = async (query: string) => [
			...new Set((await search(query)).hits.map(({ name }) => name.split(" ").at(-1))),
		];
		expect(await names('"round pegs in the square holes"')).toEqual(["crazyones-pdfa.pdf"]);
		expect((await names("tachyon")).sort()).toEqual(["comments.docx", "footnotes.docx"]);
		expect((await names("wegzusammenhängend"))[0]).toBe("GeoTopo-komprimiert.pdf");
	});
});
