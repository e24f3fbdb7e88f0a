import { beforeEach, describe, expect, it } from "vitest";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import type { Chunk } from "../../../../src/protocol/text/chunk.ts";
import { DocumentText } from "../../../../web/models/details/document-text.ts";
import { settle } from "../../../client/support/fake-clock.ts";

const TOTAL = 6_000;

/** Each chunk has a hundred characters, and says the last ten of the one before again. */
const chunkAt = (index: number): Chunk => ({
	index,
	start: index * 90,
	end: index * 90 + 100,
	tokens: 25,
	place: {},
	text: `${index}`.padEnd(100),
});

let asked: [from: number, count: number][];
let silent: boolean;
let text: DocumentText;

beforeEach(() => {
	asked = [];
	silent = false;
	text = new DocumentText(
		{
			readChunks: async (_n, from, count = 256) => {
				asked.push([from, count]);
				if (silent) return refuse({ kind: "network" });
				const end = Math.min(TOTAL, from + count);
				const chunks = Array.from({ length: end - from }, (_, index) => chunkAt(from + index));
				return ok({ total: TOTAL, chunks });
			},
			findChunk: async (_n, where) =>
				ok({ total: TOTAL, chunks: "page" in where ? [] : [chunkAt(Math.floor(where.at / 90))] }),
		},
		1,
	);
});

async function look(start: number, end: number): Promise<void> {
	text.want(start, end);
	await settle();
}

describe("the text of a document", () => {
	it("is fetched where it is looked at, once", async () => {
		await look(0, 5);
		await look(3, 8);
		expect(asked).toEqual([[0, 64]]);
		expect(text.chunk(7)?.text.trim()).toBe("7");
		expect(text.chunk(64)).toBeUndefined();
		await look(60, 70);
		expect(asked).toEqual([
			[0, 64],
			[63, 65],
		]);
		expect(text.chunk(64)?.index).toBe(64);
	});

	it("tells what each chunk repeats, over the borders of runs too", async () => {
		await look(0, 130);
		expect([0, 1, 63, 64, 128].map((index) => text.chunk(index)?.repeated)).toEqual([0, 10, 10, 10, 10]);
	});

	it("says why it is not here, and is asked for again when somebody wants that", async () => {
		silent = true;
		await look(0, 5);
		expect(text.failure.value).toBe("The server could not be reached.");
		silent = false;
		text.again();
		expect(text.failure.value).toBeUndefined();
		await look(0, 5);
		expect(text.chunk(0)).toBeDefined();
	});

	it("keeps what was looked at last, and not all of a long one", async () => {
		for (let at = 0; at < TOTAL; at += 64) await look(at, at + 1);
		expect(text.chunk(TOTAL - 1)).toBeDefined();
		expect(text.chunk(0)).toBeUndefined();
		await look(0, 1);
		expect(text.chunk(0)).toBeDefined();
	});

	it("is found by its characters", async () => {
		expect(await text.find({ at: 905 })).toBe(10);
		expect(await text.find({ page: 9 })).toBeUndefined();
	});
});
