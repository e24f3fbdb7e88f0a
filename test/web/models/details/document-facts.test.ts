import { describe, expect, it } from "vitest";
import type { Fact, Facts } from "../../../../src/protocol/files/facts.ts";
import { documentFactsOf, plainFacts } from "../../../../web/models/details/document-facts.ts";

const fact = (name: string, value: Fact["value"]): Fact => ({
	name,
	label: name,
	value,
	text: "",
	source: "",
});

const FACTS: Facts = {
	kind: "document",
	format: { mime: "application/pdf", label: "PDF document" },
	summary: [
		fact("title", "The Contract"),
		fact("pages", 12),
		fact("words", 900),
		fact("chunks", 3),
		fact("summary", "It is about lamps."),
		fact("keywords", ["lamp", "oil"]),
		fact("links", ["https://example.org/"]),
	],
	groups: [
		{
			name: "Outline",
			fields: { entries: [{ level: 1, title: "Lamps", start: 0, page: 1 }, { level: "x" }, null] },
		},
		{ name: "Found in the text", fields: { Dates: ["2026-01-02"], Links: ["https://lamp.test/"], Odd: 5 } },
	],
	fields: 3,
	quality: { completeness: 1, present: [], missing: [], confidence: 1, reasons: [] },
	warnings: [],
	read: { bytes: 1, requests: 1 },
};

describe("what is shown of a document", () => {
	it("is put together out of its facts", () => {
		expect(documentFactsOf(FACTS)).toEqual({
			chunks: 3,
			words: 900,
			pages: 12,
			summary: "It is about lamps.",
			keywords: ["lamp", "oil"],
			outline: [{ level: 1, title: "Lamps", start: 0, page: 1 }],
			finds: [
				{ label: "Dates", list: ["2026-01-02"] },
				{ label: "Links in the text", list: ["https://lamp.test/"] },
				{ label: "Links", list: ["https://example.org/"] },
			],
		});
	});

	it("is nothing where nothing was found", () => {
		expect(documentFactsOf({ ...FACTS, summary: [], groups: [] })).toEqual({
			chunks: 0,
			words: 0,
			pages: 0,
			summary: "",
			keywords: [],
			outline: [],
			finds: [],
		});
	});

	it("does not stand in the table of facts a second time", () => {
		expect(plainFacts(FACTS).map(({ name }) => name)).toEqual(["title", "pages", "words", "chunks"]);
		expect(plainFacts({ ...FACTS, kind: "image" })).toHaveLength(7);
	});
});
