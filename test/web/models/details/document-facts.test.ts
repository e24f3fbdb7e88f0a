import { describe, expect, it } from "vitest";
import type { Fact, Facts } from "../../../../src/protocol/files/facts.ts";
import { documentFacts, tableFacts } from "../../../../web/models/details/document-facts.ts";

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

describe("the facts of a document", () => {
	it("are collected from its summary and groups", () => {
		expect(documentFacts(FACTS)).toEqual({
			chunks: 3,
			words: 900,
			pages: 12,
			summary: "It is about lamps.",
			keywords: ["lamp", "oil"],
			outline: [{ level: 1, title: "Lamps", start: 0, page: 1 }],
			findings: [
				{ label: "Dates", list: ["2026-01-02"] },
				{ label: "Links in the text", list: ["https://lamp.test/"] },
				{ label: "Links", list: ["https://example.org/"] },
			],
		});
	});

	it("are empty if nothing was found", () => {
		expect(documentFacts({ ...FACTS, summary: [], groups: [] })).toEqual({
			chunks: 0,
			words: 0,
			pages: 0,
			summary: "",
			keywords: [],
			outline: [],
			findings: [],
		});
	});

	it("are not repeated in the table", () => {
		expect(tableFacts(FACTS).map(({ name }) => name)).toEqual(["title", "pages", "words", "chunks"]);
		expect(tableFacts({ ...FACTS, kind: "image" })).toHaveLength(7);
	});
});
