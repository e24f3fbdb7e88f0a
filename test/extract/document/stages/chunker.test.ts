import { describe, expect, test } from "vitest";
import { chunkSpans, joinBlocks } from "../../../../src/extract/document/stages/chunker.ts";
import { countTokens } from "../../../../src/extract/document/words/tokens.ts";
import type { Block } from "../../../../src/extract/resume-store.ts";

const SMALL = { size: 40, overlap: 10 };

const pieces = (blocks: readonly Block[], size = SMALL) => {
	const text = joinBlocks({ blocks });
	return chunkSpans({ blocks }, size).map(({ start, end }) => text.slice(start, end));
};

describe("chunking", () => {
	test("a heading begins a chunk, unless the current one is nearly empty", () => {
		const body = "Some words that go on for a while, as they do. ";
		expect(
			pieces([{ text: "A", level: 1 }, { text: body }, { text: "B", level: 2 }, { text: body }]),
		).toEqual([`A\n${body}\n`, `B\n${body}\n`]);
		expect(pieces([{ text: "A", level: 1 }, { text: "B", level: 2 }, { text: body }])).toHaveLength(1);
	});

	test("a long paragraph is cut between sentences, and the last sentence is repeated", () => {
		const sentences = Array.from({ length: 8 }, (_, index) => `This is sentence number ${index}. `);
		const [first = "", second = ""] = pieces([{ text: sentences.join("").trim() }]);
		expect(first.trimEnd()).toMatch(/\.$/);
		expect(second).toMatch(/^This is sentence/);
		expect(first).toContain(second.slice(0, 25));
	});

	test("a line without spaces is cut as well", () => {
		const [first, ...rest] = pieces([{ text: "x".repeat(10_000) }]);
		expect(first).toMatch(/^x+$/);
		expect(rest.length).toBeGreaterThan(10);
	});

	test("no text has no chunks", () => {
		expect(chunkSpans({ blocks: [] })).toEqual([]);
	});
});

test.each([
	["nothing", "", 0],
	["English prose", "four", 1],
	["Chinese", "四个汉字", 4],
	["mixed", "four 四", 3],
])("tokens of %s", (_what, text, tokens) => {
	expect(countTokens(text)).toBe(tokens);
});
