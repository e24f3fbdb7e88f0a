import { describe, expect, test } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { ReadCost } from "../../../src/protocol/files/read-cost.ts";
import { readingOrder } from "../../../src/protocol/files/reading-order.ts";
import { elapse, leftAfter, timeLeftOfFile } from "../../../src/protocol/stream/time-left.ts";

function file(n: number, more: Partial<FileRecord> = {}): FileRecord {
	const record = { n, batch: 1, name: "a", size: 50_000, state: "queued", progress: 10, attempt: 0 } as const;
	return { ...record, stored: 50_000, at: 0, type: "image/jpeg", ticket: n, ...more };
}

const read = (n: number, took: number, more: Partial<FileRecord> = {}) =>
	file(n, { state: "completed", progress: 100, kind: "image", took, ...more });

describe("queue positions", () => {
	test("follow the tickets, alternate between batches, and skip files that are gone", () => {
		const order = readingOrder([
			file(1, { ticket: 3 }),
			file(2, { ticket: 1 }),
			file(3, { batch: 2, ticket: 1 }),
			file(4, { ticket: 2, state: "cancelled" }),
			file(5, { batch: 2, ticket: 2 }),
			file(6, { state: "processing", ticket: 1 }),
		]);
		const ranks = [...order].map(([n, { rank }]) => [n, rank]);
		expect(ranks).toEqual([
			[6, 0],
			[2, 0],
			[3, 1],
			[5, 2],
			[1, 3],
		]);
	});

	test("have shares of the work: equal files add equal parts, and the last share is 1", () => {
		const order = readingOrder([1, 2, 3, 4].map((n) => file(n)));
		expect([...order.values()].map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
	});

	test("are given neither to files that are retried later nor to files still to come", () => {
		const order = readingOrder([
			file(1, { state: "retrying", retryAt: 5000 }),
			file(2, { state: "expected" }),
			file(3, { state: "paused" }),
			file(4),
		]);
		expect([...order]).toEqual([[4, { rank: 0, share: 0.5 }]]);
	});
});

describe("the estimated cost of reading", () => {
	test("is learned by kind and size", () => {
		const cost = new ReadCost();
		for (let n = 1; n <= 50; n++) cost.learn(read(n, 4));
		for (let n = 51; n <= 100; n++) cost.learn(read(n, 400, { size: 50_000_000 }));
		for (let n = 101; n <= 150; n++) cost.learn(read(n, 2_000, { kind: "video", type: "video/mp4" }));
		expect(cost.of(file(1))).toBeGreaterThan(3);
		expect(cost.of(file(1))).toBeLessThan(30);
		expect(cost.of(file(1, { size: 40_000_000 }))).toBeGreaterThan(300);
		expect(cost.of(file(1, { type: "video/mp4" }))).toBeGreaterThan(1_500);
	});

	test("begins with a guess that a single file does not overturn", () => {
		const cost = new ReadCost();
		const guess = cost.of(file(1));
		cost.learn(read(1, 10_000));
		expect(guess).toBeGreaterThan(0);
		expect(cost.of(file(1))).toBeLessThan(5_000);
	});

	test("forgets a file that is gone", () => {
		const [cost, fresh] = [new ReadCost(), new ReadCost()];
		cost.learn(read(1, 10_000));
		cost.forget(read(1, 10_000));
		expect(cost.of(file(2))).toBe(fresh.of(file(2)));
	});

	test("is never zero, whatever a file reports", () => {
		const cost = new ReadCost();
		for (let n = 1; n <= 100; n++) cost.learn(read(n, 0, { size: 0 }));
		expect(cost.of(file(1, { size: 0 }))).toBeGreaterThan(0);
	});
});

describe("time left", () => {
	test("counts down and is never negative", () => {
		expect(elapse({ from: 1000, to: 5000 }, 2000)).toEqual({ from: 0, to: 3000 });
		expect(leftAfter({ all: null, queue: { from: 1000, to: 2000 } }, 5000)).toEqual({
			all: null,
			queue: { from: 0, to: 0 },
		});
	});

	test("does not change while it is held", () => {
		const held = {
			all: { from: 1000, to: 2000 },
			queue: { from: 0, to: 0 },
			held: "paused",
		} satisfies Parameters<typeof leftAfter>[0];
		expect(leftAfter(held, 5000)).toEqual(held);
	});

	test("of a file is its share of the queue, and undefined for a file that is not in it", () => {
		const order = readingOrder([file(1), file(2)]);
		const left = { all: null, queue: { from: 4000, to: 8000 } } satisfies Parameters<typeof leftAfter>[0];
		expect(timeLeftOfFile(order.get(1), left)).toEqual({ from: 2000, to: 4000 });
		expect(timeLeftOfFile(order.get(2), left)).toEqual({ from: 4000, to: 8000 });
		expect(timeLeftOfFile(order.get(3), left)).toBeUndefined();
		expect(timeLeftOfFile(order.get(1), null)).toBeUndefined();
	});
});
