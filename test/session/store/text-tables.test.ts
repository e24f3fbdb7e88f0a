import { beforeEach, describe, expect, test } from "vitest";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import { type ChunksFrom, TextTables } from "../../../src/session/store/text-tables.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

const FILE = 3;

let tables: TextTables;

beforeEach(() => {
	tables = new TextTables(new MemorySql());
	// Pages 1, 1, 2 and 5. The second chunk repeats the last ten characters of the first.
	const starts = [0, 90, 190, 300];
	const pages = [1, 1, 2, 5];
	const chunks = starts.map(
		(start, index): Chunk => ({
			index,
			start,
			end: start + 100,
			tokens: 25,
			place: { page: pages[index] ?? 0 },
			text: "x".repeat(100),
		}),
	);
	for (const file of [FILE - 1, FILE, FILE + 1]) {
		for (const chunk of chunks) tables.putChunk(file, chunk);
		tables.saveProgress(file, { note: null, textBatches: 0, chunks: chunks.length, searchable: 0 });
	}
});

describe("a place in a text", () => {
	test.each<[from: ChunksFrom, chunk: number]>([
		[2, 2],
		[{ character: 0 }, 0],
		[{ character: 89 }, 0],
		// It is in two chunks: the one that starts with it counts.
		[{ character: 90 }, 1],
		[{ character: 299 }, 2],
		[{ character: 9999 }, 3],
		[{ page: 1 }, 0],
		[{ page: 2 }, 2],
		// Pages 3 and 4 have no text.
		[{ page: 3 }, 3],
		[{ page: 6 }, 4],
	])("%j is in chunk %i", (from, chunk) => {
		expect(tables.chunkAt(FILE, from)).toBe(chunk);
	});

	test("is not found in a file or a session without text", () => {
		expect(tables.chunkAt(9, { character: 5 })).toBe(0);
		expect(new TextTables(new MemorySql()).chunkAt(FILE, { page: 1 })).toBe(0);
	});
});
