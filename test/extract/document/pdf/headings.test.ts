import { describe, expect, test } from "vitest";
import { tellParagraphs } from "../../../../src/extract/document/pdf/headings.ts";
import { makePdf } from "../../../fixtures/pdf.ts";
import { readDocument } from "../read-document.ts";

const one = (title: string) => ({ level: 1, title });

/** What is told, in order: `#` before a heading that stands in the text, `(#)` before one that does not. */
function told(paragraphs: readonly string[], ...titles: readonly string[]): string[] {
	const lines: string[] = [];
	tellParagraphs(paragraphs, titles.map(one), {
		block: ({ text, level }) => void lines.push(level === undefined ? text : `# ${text}`),
		heading: ({ title }) => void lines.push(`(#) ${title}`),
	});
	return lines;
}

describe("the outline of a page", () => {
	test.each([
		["nothing is no heading", ["a", "b"], [], ["a", "b"]],
		["a title as it is", ["a", "Title", "b"], ["Title"], ["a", "# Title", "b"]],
		["a title with its number", ["1.2  The\nTITLE", "b"], ["The Title"], ["# 1.2  The\nTITLE", "b"]],
		["a numbered entry", ["The Title"], ["Chapter 3: The Title"], ["# The Title"]],
		["a number alone", ["1984", "b"], ["1984"], ["# 1984", "b"]],
		["one that stands nowhere begins the page", ["a"], ["Elsewhere"], ["(#) Elsewhere", "a"]],
		[
			"one that stands nowhere follows the one before it",
			["a", "First", "b", "Third", "c"],
			["First", "Second", "Third"],
			["a", "# First", "(#) Second", "b", "# Third", "c"],
		],
		["equal titles in turn", ["Foo", "a", "Foo", "b"], ["Foo", "Foo"], ["# Foo", "a", "# Foo", "b"]],
		["a page without text", [], ["Foo"], ["(#) Foo"]],
	])("%s", (_what, paragraphs, titles, lines) => {
		expect(told(paragraphs, ...titles)).toEqual(lines);
	});

	test("hostile titles take no time", () => {
		const digits = "1".repeat(299);
		expect(told([digits, "1.".repeat(150), "x".repeat(100_000)], `${digits}x`)).toHaveLength(4);
	});

	test("sections of one page have each their own heading", async () => {
		const body = Array.from({ length: 12 }, (_, line) => `Line ${line} of what this section says at length.`);
		const pdf = makePdf({ pages: [["Begin", ...body]], outline: ["Begin"] });
		const { chunks, facts } = await readDocument(pdf);
		expect(chunks[0]?.place).toEqual({ page: 1, headings: ["Begin"] });
		expect(facts.groups.find(({ name }) => name === "Outline")?.fields.entries).toHaveLength(1);
	});
});
