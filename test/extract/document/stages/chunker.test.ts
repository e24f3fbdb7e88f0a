import { describe, expect, test } from "vitest";
import { chunkSpans, joinBlocks } from "../../../../src/extract/document/stages/chunker.ts";
import { countTokens } from "../../../../src/extract/document/words/tokens.ts";
import type { Block } from "../../../../src/extract/resume-store.ts";
import { type Chance, property } from "../../../support/seed.ts";

const SMALL = { size: 40, overlap: 10 };

const pieces = (blocks: readonly Block[], size = SMALL) => {
	const text = joinBlocks({ blocks });
	return chunkSpans({ blocks }, size).map(({ start, end }) => text.slice(start, end));
};

/** Text in many scripts, with long words, emoji, right-to-left runs, or hardly any text. */
function randomBlocks(chance: Chance): Block[] {
	const words = [
		"a",
		"word",
		"Straße",
		"字",
		"文章です。",
		"مرحبا",
		"👩‍👩‍👧",
		"x".repeat(300),
		"𝒳𝒴",
		"end.",
		"\n",
		"–",
	];
	return Array.from({ length: 1 + chance.below(12) }, () => {
		const length = chance.below(120);
		const text =
			Array.from({ length }, () => chance.pick(words)).join(chance.below(3) === 0 ? "" : " ") || "x";
		return chance.below(5) === 0 ? { text, level: 1 + chance.below(3) } : { text };
	});
}

describe("chunking", () => {
	test("chunks cover the whole text in order", async () => {
		await property(200, (chance) => {
			const blocks = randomBlocks(chance);
			const text = joinBlocks({ blocks });
			const spans = chunkSpans({ blocks }, { size: 16 + chance.below(100), overlap: chance.below(16) });
			expect(spans[0]?.start).toBe(0);
			expect(spans.at(-1)?.end).toBe(text.length);
			for (const [index, span] of spans.entries()) {
				const before = spans[index - 1];
				expect(span.end).toBeGreaterThan(span.start);
				if (before === undefined) continue;
				expect(span.start).toBeLessThanOrEqual(before.end);
				expect(span.start).toBeGreaterThan(before.start);
				expect(span.end).toBeGreaterThan(before.end);
			}
		});
	});

	test("no chunk is cut within a character or larger than requested", async () => {
		await property(100, (chance) => {
			for (const piece of pieces(randomBlocks(chance))) {
				expect(piece.isWellFormed()).toBe(true);
				expect(countTokens(piece)).toBeLessThanOrEqual(SMALL.size + 4);
			}
		});
	});

	test("the same text gives the same chunks", async () => {
		await property(20, (chance) => {
			const blocks = randomBlocks(chance);
			expect(pieces(blocks)).toEqual(pieces(blocks));
		});
	});

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
