import { describe, expect, test } from "vitest";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, makeEpub, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { fact } from "../from-bytes.ts";
import { readDocument } from "./read-document.ts";

describe("facts", () => {
	test("a document has its title, author, dates and counts", async () => {
		const { facts } = await readDocument(makeDocx(wordParagraph("Nobody pays before delivery.")));
		const values = Object.fromEntries(facts.summary.map(({ name, value }) => [name, value]));
		expect(values).toMatchObject({
			title: "The Contract",
			author: "Ada Lovelace",
			createdAt: "2026-01-02T03:04:05Z",
			words: 8,
			links: ["https://example.org/terms"],
		});
		const pdf = (await readDocument(makePdf({ pages: [["One."], ["Two."]] }))).facts;
		expect(fact(pdf, "pages")?.value).toBe(2);
		expect(fact(pdf, "createdAt")?.value).toBe("2026-01-02T03:04:05+01:00");
		const book = (await readDocument(makeEpub(["<p>x</p>"]))).facts;
		expect(fact(book, "createdAt")?.value).toBe("1813-01-28");
	});

	test("language, keywords, summary and findings come from the text", async () => {
		const text = `The lighthouse keeper wrote to keeper@example.org on 3 March 2026 about the lighthouse.
			He asked for $1,200.50 to mend the lamp of the lighthouse before the winter storms arrive again.
			More about it stands on https://example.org/lamp. The lamp of the lighthouse is old, said the keeper.`;
		const { facts } = await readDocument(utf8(text));
		expect(fact(facts, "language")).toMatchObject({ value: "en", text: "English" });
		expect(fact(facts, "keywords")?.value).toEqual(expect.arrayContaining(["lighthouse", "keeper", "lamp"]));
		expect(fact(facts, "summary")?.text).toContain("lighthouse");
		expect(facts.groups.find(({ name }) => name === "Found in the text")?.fields).toEqual({
			"E-mail addresses": ["keeper@example.org"],
			Links: ["https://example.org/lamp"],
			Dates: ["2026-03-03"],
			"Sums of money": ["$1,200.50"],
		});
	});

	test("the summary joins sentences of wrapped text", async () => {
		const text = `Nobody was in the lighthouse when the
			storm came, and the lamp of the lighthouse went out. The keeper of
			the lighthouse had gone ashore.\n\nin the middle of the lighthouse this begins, and it is no whole sentence.`;
		const summary = fact((await readDocument(utf8(text.replaceAll("\t", "")))).facts, "summary")?.text;
		expect(summary).toBe(
			"Nobody was in the lighthouse when the storm came, and the lamp of the lighthouse went out. The keeper of the lighthouse had gone ashore.",
		);
	});

	test("a language is detected only when it is a clear winner", async () => {
		const latin =
			"Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam erat, sed diam voluptua. At vero eos et accusam et justo duo dolores et ea rebum. Stet clita kasd gubergren, no sea takimata sanctus est Lorem ipsum dolor sit amet.";
		expect(fact((await readDocument(utf8(latin))).facts, "language")).toBeUndefined();
		const german =
			"Dieses Skript wurde im Wintersemester geschrieben. Es beinhaltet die Mitschriften aus der Vorlesung sowie einiger Übungen und Tutorien. Das Skript ist kostenlos verfügbar.";
		expect(fact((await readDocument(utf8(german))).facts, "language")?.value).toBe("de");
	});

	test("XMP fills gaps of a PDF's information dictionary", async () => {
		const xmp =
			'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>John Doe</rdf:li><rdf:li>Jane Roe</rdf:li></rdf:Seq></dc:creator><dc:title><rdf:Alt><rdf:li xml:lang="x-default">By XMP</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>';
		const { facts } = await readDocument(makePdf({ pages: [["x"]], xmp }));
		expect(fact(facts, "title")).toMatchObject({ value: "By XMP", source: "XMP dc:title" });
		expect(fact(facts, "author")?.value).toBe("John Doe, Jane Roe");
		const both = await readDocument(makePdf({ pages: [["x"]], xmp, title: "By PDF" }));
		expect(fact(both.facts, "title")?.value).toBe("By PDF");
	});

	test("short pages with an image somewhere are not a scan", async () => {
		const pages = Array.from({ length: 5 }, (_, page) => [`${page}.`]);
		const { facts } = await readDocument(makePdf({ pages }));
		expect(fact(facts, "images")?.value).toMatchObject({ count: 1 });
		expect(facts.warnings).toEqual([]);
	});

	test("a scan has a warning that it has no text", async () => {
		const { facts, chunks } = await readDocument(makePdf({ pages: [[], []], scanned: true }));
		expect(chunks).toEqual([]);
		expect(facts.warnings[0]).toMatch(/scanned/);
		expect(facts.quality.missing).toContain("text");
		expect(facts.quality.reasons[0]?.text).toMatch(
			/^\d of the 6 facts expected of a document\. Not found: .*text\.$/,
		);
		expect(fact(facts, "images")?.value).toMatchObject({ count: 1 });
	});
});
