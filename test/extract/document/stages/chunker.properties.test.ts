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
});
