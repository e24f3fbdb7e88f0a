import { describe, expect, test } from "vitest";
import { layoutMindMap } from "../../src/mind-map/layout.ts";
import type { MindNode } from "../../src/protocol/text/mind-map.ts";
import { type Chance, property } from "../support/seed.ts";

describe("mind map layout", () => {
	test("nodes never overlap and stay inside the drawing", async () => {
		await property(60, async (chance) => {
			const { nodes, width, height } = layoutMindMap(randomMap(chance, 3));
			for (const [index, one] of nodes.entries()) {
				expect(one.x + one.width).toBeLessThanOrEqual(width);
				expect(one.y - one.height / 2).toBeGreaterThanOrEqual(0);
				expect(one.y + one.height / 2).toBeLessThanOrEqual(height);
				for (const other of nodes.slice(index + 1)) {
					const across = one.x < other.x + other.width && other.x < one.x + one.width;
					const down = Math.abs(one.y - other.y) < (one.height + other.height) / 2;
					expect(across && down).toBe(false);
				}
			}
		});
	});
});

function randomMap(chance: Chance, depth: number): MindNode {
	const words = Array.from({ length: 1 + chance.below(30) }, () =>
		"x".repeat(1 + chance.below(chance.below(9) === 0 ? 90 : 9)),
	);
	const count = depth === 0 ? 0 : chance.below(6);
	return {
		text: words.join(" "),
		time: 0,
		children: Array.from({ length: count }, () => randomMap(chance, depth - 1)),
	};
}
