import { describe, expect, test } from "vitest";
import { Heads } from "../../../src/actor/reading/head-cache.ts";

const head = (byte: number) => new Uint8Array(10).fill(byte);

describe("the head of a file", () => {
	test("is given away once", () => {
		const heads = new Heads();
		heads.keep(1, head(1));
		expect(heads.take(1)).toEqual(head(1));
		expect(heads.take(1)).toBeUndefined();
	});

	test.each([{ file: 1, removed: true } as const, { file: 1, state: "cancelled" } as const])(
		"goes with the bytes that it belongs to: %j",
		(change) => {
			const heads = new Heads();
			heads.keep(1, head(1));
			heads.keep(2, head(2));
			heads.forget([change, { file: 2, state: "queued" }]);
			expect(heads.take(1)).toBeUndefined();
			expect(heads.take(2)).toEqual(head(2));
		},
	);

	test("leaves room for others when it has gone", () => {
		const heads = new Heads();
		const large = new Uint8Array(16 * 1024 * 1024);
		heads.keep(1, large);
		heads.keep(2, head(2));
		expect(heads.take(2)).toBeUndefined();
		heads.forget([{ file: 1, removed: true }]);
		heads.keep(2, head(2));
		expect(heads.take(2)).toEqual(head(2));
	});
});
