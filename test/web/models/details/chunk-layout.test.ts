import { describe, expect, it } from "vitest";
import { ChunkLayout } from "../../../../web/models/details/chunk-layout.ts";

describe("the chunk layout", () => {
	it("estimates heights until they are measured", () => {
		const layout = new ChunkLayout(3, 100);
		expect([layout.topOf(0), layout.topOf(2), layout.height]).toEqual([0, 200, 300]);
		expect(layout.measure(0, 150)).toBe(true);
		expect(layout.measure(0, 150)).toBe(false);
		expect([layout.topOf(1), layout.topOf(3), layout.height]).toEqual([150, 350, 350]);
	});

	it("ends with the first and the last chunk", () => {
		const layout = new ChunkLayout(3, 100);
		expect([-50, 0, 99, 100, 299, 300, 9999].map((pixels) => layout.indexAt(pixels))).toEqual([
			0, 0, 0, 1, 2, 2, 2,
		]);
		expect(new ChunkLayout(0, 100).indexAt(5)).toBe(0);
		expect(new ChunkLayout(1, 100).indexAt(500)).toBe(0);
	});
});
