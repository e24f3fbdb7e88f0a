import { describe, expect, test } from "vitest";
import { ascii, join, utf8 } from "../../fixtures/bytes.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { makeDocx, makeEpub, makeOdt, makePptx, makeXlsx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { extractBytes } from "../from-bytes.ts";
import { readDocument } from "./read-document.ts";

const PDF = makePdf({
	pages: [["The first page says", "hello to its readers."], ["The second page says farewell."]],
	title: "Two pages",
	outline: ["Beginning", "End"],
});

const DOCX = makeDocx(
	[
		wordParagraph("Terms", "berschrift1"),
		wordParagraph("Nobody pays before delivery."),
		wordParagraph("Liability", "berschrift2"),
		"<w:p><w:r><w:t>Deleted: </w:t></w:r><w:del><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>",
		`<w:tbl><w:tr><w:tc>${wordParagraph("Item")}</w:tc><w:tc>${wordParagraph("Price")}</w:tc></w:tr></w:tbl>`,
		`<mc:AlternateContent><mc:Choice>${wordParagraph("In a box")}</mc:Choice><mc:Fallback>${wordParagraph("In a box")}</mc:Fallback></mc:AlternateContent>`,
	].join(""),
);

/** A format, an example of it, its media type and its text, one line a block. */
const CASES: readonly (readonly [what: string, bytes: Uint8Array, mime: string, text: string])[] = [
	[
		"a PDF",
		PDF,
		"application/pdf",
		"The first page says hello to its readers.\nThe second page says farewell.\n",
	],
	[
		"a packed PDF",
		makePdf({ pages: [["Packed words."]], packed: true }),
		"application/pdf",
		"Packed words.\n",
	],
	[
		"a Word file",
		DOCX,
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"Terms\nNobody pays before delivery.\nLiability\nDeleted:\nItem | Price\nIn a box\nFootnotes\nA note below.\n",
	],
	[
		"a presentation",
		makePptx([
			["Welcome", "We begin."],
			["Goodbye", "We end."],
		]),
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"Welcome\nWe begin.\nSay hello first.\nGoodbye\nWe end.\n",
	],
	[
		"a workbook",
		makeXlsx(),
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"Prices\nApple | 1.5\nPear | by hand | TRUE\n42\n",
	],
	[
		"an OpenDocument text",
		makeOdt(
			'<text:h text:outline-level="2">Part</text:h><text:p>Some <text:span>words</text:span>.</text:p>',
		),
		"application/vnd.oasis.opendocument.text",
		"Part\nSome words.\n",
	],
	[
		"a book",
		makeEpub(["<h1>One</h1><p>It was so.</p>", "<h1>Two</h1><p>It &amp; was over.</p>"]),
		"application/epub+zip",
		"One\nIt was so.\nTwo\nIt & was over.\n",
	],
	[
		"a web page",
		utf8(
			"<!doctype html><title>T</title><body><h1>Head</h1><script>no()</script><p>A <b>b</b>\n c<ul><li>x<li>y</ul>",
		),
		"text/html",
		"Head\nA b c\nx\ny\n",
	],
	[
		"Markdown",
		utf8("# Notes\n\nSome *words*\non two lines.\n\n```\n# code\n```\n"),
		"text/markdown",
		"Notes\nSome *words*\non two lines.\n```\n# code\n```\n",
	],
	[
		"Markdown with tags, attributes and an embedded image",
		utf8(
			`# **Big** <u>title</u> {#title}\n\n<div style="a">\n\nsu<sup>per</sup> <https://a.b>\n\n</div>\n![alt](data:image/png;base64,${"QUJD".repeat(150_000)}) end\n`,
		),
		"text/markdown",
		"Big title\nsuper <https://a.b>\n![alt](\n) end\n",
	],
	[
		"a table",
		utf8('name,said\nAda,"hello, ""you"""\nBob,hi\n'),
		"text/csv",
		'name | said\nAda | hello, "you"\nBob | hi\n',
	],
	[
		"JSON",
		utf8('{"a": {"b": [1, "two"]}, "c": null}'),
		"application/json",
		"a.b.0: 1\na.b.1: two\nc: null\n",
	],
	["plain text", utf8("One line.\n\nAnother\nof two.\n"), "text/plain", "One line.\nAnother\nof two.\n"],
	["text with Windows line endings", utf8("One.\r\n\r\nTwo.\r\n"), "text/plain", "One.\nTwo.\n"],
	[
		"subtitles",
		utf8("1\n00:00:01,000 --> 00:00:02,000\nHello\n"),
		"application/x-subrip",
		"1\n00:00:01,000 --> 00:00:02,000\nHello\n",
	],
];

describe("text", () => {
	test.each(CASES)("%s is read to the end", async (_what, bytes, mime, text) => {
		const read = await readDocument(bytes);
		expect(read.facts).toMatchObject({ kind: "document", format: { mime } });
		expect(read.text).toBe(text);
	});

	test("a document with a wrong file extension is read by its content, with a warning", async () => {
		const { facts } = await readDocument(DOCX, "holiday.pdf");
		expect(facts.format.label).toBe("Word document");
		expect(facts.warnings).toContain("The name says it is a PDF, but the content is: Word document.");
		const { kind } = await extractBytes(makeJpeg(), "letter.docx");
		expect(kind).toBe("image");
	});
});

const RUSSIAN = "Широкая электрификация южных губерний даст мощный толчок подъёму сельского хозяйства. ";
const JAPANESE = "これは日本語の文章です。文字コードを判定するための長い例文になります。";

/** Encodes a text in a code page. Node has no encoder for these, so the decoder is tried with every byte and pair. */
function encode(text: string, label: string): Uint8Array {
	const codes = new Map<string, number[]>();
	const decoder = new TextDecoder(label);
	for (let high = 0; high < 256; high++) {
		const single = decoder.decode(Uint8Array.of(high));
		if (single.length === 1 && single !== "\ufffd" && !codes.has(single)) codes.set(single, [high]);
		if (high < 0x81) continue;
		for (let low = 0x40; low < 256; low++) {
			const pair = decoder.decode(Uint8Array.of(high, low));
			if (pair.length === 1 && pair !== "\ufffd" && !codes.has(pair)) codes.set(pair, [high, low]);
		}
	}
	return Uint8Array.from([...text].flatMap((char) => codes.get(char) ?? [0x3f]));
}

function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
	const bytes = new Uint8Array(2 * text.length);
	const view = new DataView(bytes.buffer);
	for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), little);
	return mark ? join(little ? [0xff, 0xfe] : [0xfe, 0xff], bytes) : bytes;
}

describe("encodings", () => {
	test.each([
		["UTF-8", utf8(RUSSIAN), RUSSIAN],
		["UTF-8 with a byte order mark", join([0xef, 0xbb, 0xbf], utf8(RUSSIAN)), RUSSIAN],
		["UTF-16 little-endian", utf16(RUSSIAN, true, true), RUSSIAN],
		["UTF-16 big-endian", utf16(RUSSIAN, false, true), RUSSIAN],
		[
			"UTF-16 without a byte order mark",
			utf16("Plain English words, wide.", true, false),
			"Plain English words, wide.",
		],
		[
			"the Western code page",
			ascii("Gr\xfc\xdfe aus M\xfcnchen, sehr herzlich"),
			"Grüße aus München, sehr herzlich",
		],
		["windows-1251", encode(RUSSIAN.repeat(3), "windows-1251"), RUSSIAN.repeat(3)],
		["KOI8-R", encode(RUSSIAN.repeat(3), "koi8-r"), RUSSIAN.repeat(3)],
		["Shift_JIS", encode(JAPANESE.repeat(4), "shift_jis"), JAPANESE.repeat(4)],
		["EUC-JP", encode(JAPANESE.repeat(4), "euc-jp"), JAPANESE.repeat(4)],
	])("%s is read", async (_what, bytes, text) => {
		const read = await readDocument(bytes);
		expect(read.text.trim()).toBe(text.trim());
	});

	test("a web page is read in the encoding that it declares", async () => {
		const page = join('<html><meta charset="koi8-r"><body><p>', encode("Короткий текст", "koi8-r"));
		expect((await readDocument(page)).text).toBe("Короткий текст\n");
	});
});

describe("places", () => {
	test("a chunk has its page and the outline headings above it", async () => {
		const { chunks, facts } = await readDocument(PDF);
		expect(chunks.map(({ place }) => place)).toEqual([
			{ page: 1, headings: ["Beginning"] },
			{ page: 2, headings: ["End"] },
		]);
		const outline = facts.groups.find(({ name }) => name === "Outline")?.fields.entries;
		expect(outline).toEqual([
			{ level: 1, title: "Beginning", start: 0, page: 1 },
			{ level: 1, title: "End", start: chunks[1]?.start, page: 2 },
		]);
	});

	test("a chunk has its slide, sheet or chapter", async () => {
		const slides = await readDocument(
			makePptx([
				["A", "a"],
				["B", "b"],
			]),
		);
		expect(slides.chunks.map(({ place }) => place)).toEqual([
			{ slide: 1, headings: ["A"] },
			{ slide: 2, headings: ["B"] },
		]);
		expect((await readDocument(makeXlsx())).chunks[0]?.place).toEqual({
			sheet: "Prices",
			headings: ["Prices"],
		});
		const book = await readDocument(makeEpub(["<p>one</p>", "<h2>B</h2><p>two</p>"]));
		expect(book.chunks.map(({ place }) => place)).toEqual([{ chapter: 1 }, { chapter: 2, headings: ["B"] }]);
	});

	test("sheets and slides of OpenDocument are places, but tables in a text document are not", async () => {
		const table = (name: string) =>
			`<table:table table:name="${name}"><table:table-row><table:table-cell><text:p>in ${name}</text:p></table:table-cell></table:table-row></table:table>`;
		const places = async (content: string, kind: "text" | "spreadsheet" | "presentation") =>
			(await readDocument(makeOdt(content, "", kind))).chunks.map(({ place }) => place);
		expect(await places(table("A") + table("B"), "spreadsheet")).toEqual([
			{ sheet: "A", headings: ["A"] },
			{ sheet: "B", headings: ["B"] },
		]);
		expect(await places(`<draw:page><text:p>a</text:p></draw:page>`.repeat(2), "presentation")).toEqual([
			{ slide: 1 },
			{ slide: 2 },
		]);
		expect(await places(table("A") + table("B"), "text")).toEqual([{}]);
	});

	test("a heading ends with the next heading of its level", async () => {
		const long = "word ".repeat(200);
		const text = `# A\n\n${long}\n\n### Deep\n\n${long}\n\n## B\n\n${long}\n\n# C\n\n${long}\n`;
		const { chunks } = await readDocument(utf8(text));
		expect(chunks.map(({ place }) => place.headings?.join(" > "))).toEqual(["A", "A > Deep", "A > B", "C"]);
	});
});

describe("stages", () => {
	test("every stage reports each step from 0 to the end", async () => {
		const { reached } = await readDocument(makePdf({ pages: [["One."], ["Two."], ["Three."]] }));
		expect(reached.map(({ stage, count }) => `${stage} ${count?.done}/${count?.total}`)).toEqual(
			["extracting", "chunking", "enriching", "indexing"].flatMap((stage) =>
				[0, 1, 2, 3].map((done) => `${stage} ${done}/3`),
			),
		);
		const percents = reached.map(({ progress }) => progress);
		expect(percents).toEqual([...percents].sort((a, b) => a - b));
		expect([percents[0], percents.at(-1)]).toEqual([10, 95]);
	});
});
