import { describe, expect, test } from "vitest";
import { HeadCache } from "../../../src/actor/reading/head-cache.ts";

const head = (byte: number) => new Uint8Array(10).fill(byte);

describe("the head of a file", () => {
	test("can be taken once", () => {
		const cache = new HeadCache();
		cache.put(1, head(1));
		expect(cache.take(1)).toEqual(head(1));
		expect(cache.take(1)).toBeUndefined();
	});

	test.each([{ file: 1, removed: true } as const, { file: 1, state: "cancelled" } as const])(
		"is evicted when its file's bytes are no longer needed: %j",
		(change) => {
			const cache = new HeadCache();
			cache.put(1, head(1));
			cache.put(2, head(2));
			cache.evict([change, { file: 2, state: "queued" }]);
			expect(cache.take(1)).toBeUndefined();
			expect(cache.take(2)).toEqual(head(2));
		},
	);

	test("frees its space when it is evicted", () => {
		const cache = new HeadCache();
		const large = new Uint8Array(16 * 1024 * 1024);
		cache.put(1, large);
		cache.put(2, head(2));
		expect(cache.take(2)).toBeUndefined();
		cache.evict([{ file: 1, removed: true }]);
		cache.put(2, head(2));
		expect(cache.take(2)).toEqual(head(2));
	});
});
