import { describe, expect, test } from "vitest";
import { RangedReader, ReadLimitError, TimeLimitError } from "../../src/extract/ranged-reader.ts";
import { property } from "../support/seed.ts";
import { sourceOf } from "./from-bytes.ts";

const BLOCK = 64 * 1024;

/** Bytes in which neighbouring positions differ. */
function distinctBytes(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

test("bytes that were read are served from the cache", async () => {
	const source = sourceOf(distinctBytes(3 * BLOCK));
	const reader = new RangedReader(source, 10 * BLOCK);
	await reader.read(10, 100);
	await reader.read(BLOCK - 10, 10);
	expect(source.reads).toEqual([[0, BLOCK]]);
});

test("missing neighbouring blocks are fetched in one request", async () => {
	const source = sourceOf(distinctBytes(5 * BLOCK));
	const reader = new RangedReader(source, 10 * BLOCK);
	await reader.read(BLOCK * 2, 1);
	await reader.read(0, 5 * BLOCK);
	expect(source.reads).toEqual([
		[2 * BLOCK, BLOCK],
		[0, 2 * BLOCK],
		[3 * BLOCK, 2 * BLOCK],
	]);
	expect(reader.requestCount).toBe(3);
});

test("any range returns the bytes that exist", async () => {
	const bytes = distinctBytes(3 * BLOCK + 777);
	await property(100, async (chance) => {
		const reader = new RangedReader(sourceOf(bytes), 100 * BLOCK);
		for (let count = 0; count < 4; count++) {
			const offset = chance.below(bytes.length + 100);
			const length = chance.below(2 * BLOCK);
			const read = await reader.read(offset, length);
			expect(Buffer.compare(read, bytes.subarray(offset, offset + length))).toBe(0);
		}
	});
});

test("a read beyond the limit throws without a request to storage", async () => {
	const source = sourceOf(distinctBytes(4 * BLOCK));
	const reader = new RangedReader(source, 2 * BLOCK);
	await expect(reader.read(0, 3 * BLOCK)).rejects.toBeInstanceOf(ReadLimitError);
	expect(source.reads).toEqual([]);
	expect((await reader.read(0, 2 * BLOCK)).length).toBe(2 * BLOCK);
});

test("a failed read is not cached, so the next one asks storage again", async () => {
	let fails = true;
	const bytes = distinctBytes(2 * BLOCK);
	const reader = new RangedReader(
		{
			size: bytes.length,
			read: async (offset, length) => {
				if (fails) throw new Error("storage is down");
				return bytes.slice(offset, offset + length);
			},
		},
		10 * BLOCK,
	);
	await expect(reader.read(0, 2 * BLOCK)).rejects.toThrow("storage is down");
	fails = false;
	expect(Buffer.compare(await reader.read(0, 2 * BLOCK), bytes)).toBe(0);
});

test("the cache stays bounded when a parser jumps through a long file", async () => {
	const source = sourceOf(new Uint8Array(200 * BLOCK));
	const reader = new RangedReader(source, 1000 * BLOCK);
	for (let block = 0; block < 200; block++) await reader.read(block * BLOCK, 1);
	await reader.read(199 * BLOCK, 1);
	expect(source.reads.length).toBe(200);
	await reader.read(0, 1);
	expect(source.reads.length).toBe(201);
});

test("nothing is read once the time is up", async () => {
	const source = sourceOf(distinctBytes(BLOCK));
	const reader = new RangedReader(source, BLOCK, () => {
		throw new TimeLimitError();
	});
	await expect(reader.read(0, 1)).rejects.toBeInstanceOf(TimeLimitError);
	expect(source.reads).toEqual([]);
});

test.each([
	[-1, 5],
	[Number.NaN, 5],
	[5, 0],
	[5, -3],
	[99, 5],
])("the range %d + %d is empty", async (offset, length) => {
	const reader = new RangedReader(sourceOf(distinctBytes(50)), BLOCK);
	expect((await reader.read(offset, length)).length).toBe(0);
});

describe("a peek", () => {
	test("costs exactly its bytes, and nothing when the block is cached", async () => {
		const source = sourceOf(distinctBytes(3 * BLOCK));
		const reader = new RangedReader(source, 10 * BLOCK);
		expect([...(await reader.peek(2 * BLOCK + 5, 3))]).toEqual([
			...distinctBytes(3 * BLOCK).slice(2 * BLOCK + 5, 2 * BLOCK + 8),
		]);
		expect(reader.bytesRead).toBe(3);
		await reader.read(2 * BLOCK, 1);
		await reader.peek(2 * BLOCK + 5, 3);
		expect(reader.requestCount).toBe(2);
	});

	test.each([
		["past the end", BLOCK + 50],
		["before the start", -1],
		["nowhere", Number.NaN],
	])("%s of the file gives nothing, and asks storage for nothing", async (_where, offset) => {
		const reader = new RangedReader(sourceOf(distinctBytes(BLOCK)), 10 * BLOCK);
		expect(await reader.peek(offset, 10)).toEqual(new Uint8Array(0));
		expect([reader.requestCount, reader.bytesRead]).toEqual([0, 0]);
	});

	test("beyond the limit throws like any other read", async () => {
		const reader = new RangedReader(sourceOf(distinctBytes(BLOCK)), 10);
		await expect(reader.peek(0, 11)).rejects.toBeInstanceOf(ReadLimitError);
		expect(reader.requestCount).toBe(0);
	});
});
