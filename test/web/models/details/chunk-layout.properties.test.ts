import { describe, expect, it } from "vitest";
import { ChunkLayout } from "../../../../web/models/details/chunk-layout.ts";
import { property } from "../../../support/seed.ts";

describe("the chunk layout", () => {
	it("equals adding up heights", async () => {
		await property(100, (chance) => {
			const heights = Array.from({ length: 1 + chance.below(70) }, () => 10);
			const layout = new ChunkLayout(heights.length, 10);
			for (let round = 0; round < 40; round++) {
				const index = chance.below(heights.length);
				heights[index] = 1 + chance.below(50);
				layout.measure(index, heights[index] ?? 0);
			}
			let top = 0;
			for (const [index, height] of heights.entries()) {
				expect(layout.topOf(index)).toBe(top);
				expect(layout.indexAt(top)).toBe(index);
				expect(layout.indexAt(top + height - 1)).toBe(index);
				top += height;
			}
			expect(layout.height).toBe(top);
		});
	});
});
