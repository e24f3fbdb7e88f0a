import { describe, expect, test } from "vitest";
import { HeadCache } from "../../../src/actor/reading/head-cache.ts";

const head = (byte: number) => new Uint8Array(10).fill(byte);

describe("the head of a file", () => {
	test("is given away once", () => {
		const heads = new HeadCache();
		heads.put(1, head(1));
		expect(heads.take(1)).toEqual(head(1));
		expect(heads.take(1)).toBeUndefined();
	});

	test.each([{ file: 1, removed: true } as const, { file: 1, state: "cancelled" } as const])(
		"goes with the bytes that it belongs to: %j",
		(change) => {
			const heads = new HeadCache();
			heads.put(1, head(1));
			heads.put(2, head(2));
			heads.evict([change, { file: 2, state: "queued" }]);
			expect(heads.take(1)).toBeUndefined();
			expect(heads.take(2)).toEqual(head(2));
		},
	);

	test("leaves room for others when it has gone", () => {
		const heads = new HeadCache();
		const large = new Uint8Array(16 * 1024 * 1024);
		heads.put(1, large);
		heads.put(2, head(2));
		expect(heads.take(2)).toBeUndefined();
		heads.evict([{ file: 1, removed: true }]);
		heads.put(2, head(2));
		expect(heads.take(2)).toEqual(head(2));
	});
});
