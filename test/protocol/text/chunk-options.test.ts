import { describe, expect, test } from "vitest";
import { chunkOptions, chunkSizeOf } from "../../../src/protocol/text/chunk-options.ts";

describe("chunk options", () => {
	test.each([
		[{ size: 64 }, { size: 64, overlap: 8 }],
		[{ size: 100 }, { size: 100, overlap: 12 }],
		[
			{ size: 8192, overlap: 0 },
			{ size: 8192, overlap: 0 },
		],
		[
			{ size: 256, overlap: 128 },
			{ size: 256, overlap: 128 },
		],
	])("%j means %j", (options, size) => {
		const parsed = chunkOptions.safeParse(options);
		expect(chunkSizeOf(parsed.data)).toEqual(size);
	});

	test.each([
		{},
		{ size: 63 },
		{ size: 8193 },
		{ size: 64.5 },
		{ size: "64" },
		{ size: 64, overlap: -1 },
		{ size: 64, overlap: 33 },
		{ overlap: 5 },
	])("%j is refused", (options) => {
		expect(chunkOptions.safeParse(options).success).toBe(false);
	});

	test("have defaults", () => {
		expect(chunkSizeOf(undefined)).toEqual({ size: 512, overlap: 64 });
	});
});
