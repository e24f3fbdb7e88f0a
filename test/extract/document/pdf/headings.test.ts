import { describe, expect, test } from "vitest";
import { emitParagraphs } from "../../../../src/extract/document/pdf/headings.ts";
import { makePdf } from "../../../fixtures/pdf.ts";
import { readDocument } from "../read-document.ts";

const topLevel = (title: string) => ({ level: 1, title });

/** The emitted blocks and headings in order: `#` before a heading that occurs in the text, `(#)` before one that does not. */
function emitted(paragraphs: readonly string[], ...titles: readonly string[]): string[] {
	const lines: string[] = [];
	emitParagraphs(paragraphs, titles.map(topLevel), {
		addBlock: ({ text, level }) => void lines.push(level === undefined ? text : `# ${text}`),
		addHeading: ({ title }) => void lines.push(`(#) ${title}`),
	});
	return lines;
}

describe("the outline of a page", () => {
	test.each([
		["no outline, no headings", ["a", "b"], [], ["a", "b"]],
		["the exact title", ["a", "Title", "b"], ["Title"], ["a", "# Title", "b"]],
		["a title with its number", ["1.2  The\nTITLE", "b"], ["The Title"], ["# 1.2  The\nTITLE", "b"]],
		["a numbered entry", ["The Title"], ["Chapter 3: The Title"], ["# The Title"]],
		["only a number", ["1984", "b"], ["1984"], ["# 1984", "b"]],
		["a title not on the page begins the page", ["a"], ["Elsewhere"], ["(#) Elsewhere", "a"]],
		[
			"a title not on the page follows the one before it",
			["a", "First", "b", "Third", "c"],
			["First", "Second", "Third"],
			["a", "# First", "(#) Second", "b", "# Third", "c"],
		],
		["equal titles, in order", ["Foo", "a", "Foo", "b"], ["Foo", "Foo"], ["# Foo", "a", "# Foo", "b"]],
		["a page without text", [], ["Foo"], ["(#) Foo"]],
	])("%s", (_what, paragraphs, titles, lines) => {
		expect(emitted(paragraphs, ...titles)).toEqual(lines);
	});

	test("hostile titles take linear time", () => {
		const digits = "1".repeat(299);
		expect(emitted([digits, "1.".repeat(150), "x".repeat(100_000)], `${digits}x`)).toHaveLength(4);
	});

	test("a heading of the outline is found on its page", async () => {
		const body = Array.from({ length: 12 }, (_, line) => `Line ${line} of what this section says at length.`);
		const pdf = makePdf({ pages: [["Begin", ...body]], outline: ["Begin"] });
		const { chunks, facts } = await readDocument(pdf);
		expect(chunks[0]?.place).toEqual({ page: 1, headings: ["Begin"] });
		expect(facts.groups.find(({ name }) => name === "Outline")?.fields.entries).toHaveLength(1);
	});
});
