import { beforeEach, describe, expect, it } from "vitest";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import type { Chunk } from "../../../../src/protocol/text/chunk.ts";
import { DocumentText } from "../../../../web/models/details/document-text.ts";
import { settle } from "../../../client/support/fake-clock.ts";

const TOTAL = 6_000;

/** Each chunk has a hundred characters and repeats the last ten of the one before. */
const chunkAt = (index: number): Chunk => ({
	index,
	start: index * 90,
	end: index * 90 + 100,
	tokens: 25,
	place: {},
	text: `${index}`.padEnd(100),
});

let requests: [from: number, count: number][];
let isOffline: boolean;
let text: DocumentText;

beforeEach(() => {
	requests = [];
	isOffline = false;
	text = new DocumentText(
		{
			readChunks: async (_n, from, count = 256) => {
				requests.push([from, count]);
				if (isOffline) return refuse({ kind: "network" });
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

async function requestChunks(start: number, end: number): Promise<void> {
	text.request(start, end);
	await settle();
}

describe("the text of a document", () => {
	it("is loaded where it is visible, once", async () => {
		await requestChunks(0, 5);
		await requestChunks(3, 8);
		expect(requests).toEqual([[0, 64]]);
		expect(text.chunk(7)?.text.trim()).toBe("7");
		expect(text.chunk(64)).toBeUndefined();
		await requestChunks(60, 70);
		expect(requests).toEqual([
			[0, 64],
			[63, 65],
		]);
		expect(text.chunk(64)?.index).toBe(64);
	});

	it("knows what each chunk repeats, also across runs", async () => {
		await requestChunks(0, 130);
		expect([0, 1, 63, 64, 128].map((index) => text.chunk(index)?.repeated)).toEqual([0, 10, 10, 10, 10]);
	});

	it("shows why it could not be loaded, and is loaded again on request", async () => {
		isOffline = true;
		await requestChunks(0, 5);
		expect(text.failure.value).toBe("The server could not be reached.");
		isOffline = false;
		text.retry();
		expect(text.failure.value).toBeUndefined();
		await requestChunks(0, 5);
		expect(text.chunk(0)).toBeDefined();
	});

	it("keeps only the most recently visible part of a long one", async () => {
		for (let at = 0; at < TOTAL; at += 64) await requestChunks(at, at + 1);
		expect(text.chunk(TOTAL - 1)).toBeDefined();
		expect(text.chunk(0)).toBeUndefined();
		await requestChunks(0, 1);
		expect(text.chunk(0)).toBeDefined();
	});

	it("finds a chunk by character", async () => {
		expect(await text.find({ at: 905 })).toBe(10);
		expect(await text.find({ page: 9 })).toBeUndefined();
	});
});
