import { describe, expect, it } from "vitest";
import { encodeFiles, MAX_SHAPES, outlineChanges } from "../../../src/protocol/stream/outline.ts";
import { property } from "../../support/seed.ts";

describe("the string that assigns each file its shape", () => {
	it.each([
		[[], ""],
		[[0], "A"],
		[[0, 0, 0, 1], "A3B"],
		[[undefined, undefined, 0, undefined, 25, 26, 51], "-2A-Zaz"],
		[[52, 52, MAX_SHAPES - 1], "~AA2~zz"],
	])("of %j is %s", (shapes, text) => {
		expect(encodeFiles(shapes)).toBe(text);
	});

	it("survives being encoded and decoded", async () => {
		await property(200, (random) => {
			const shapes = Array.from({ length: 1 + random.below(80) }, (_, progress) => ({ batch: 1, progress }));
			const places: (number | undefined)[] = [];
			while (places.length < 200) {
				const shape = random.below(6) === 0 ? undefined : random.below(shapes.length);
				for (let run = random.below(5); run >= 0; run--) places.push(shape);
			}
			const changes = outlineChanges({ shapes, files: encodeFiles(places), bytes: 0, stored: 0 });
			const read: (number | undefined)[] = places.map(() => undefined);
			for (const { file, progress } of changes) read[file - 1] = progress;
			expect(read).toEqual(places);
			expect(changes.length).toBe(places.filter((place) => place !== undefined).length);
		});
	});

	it("has at most one character for each of ten thousand files, however mixed", async () => {
		await property(20, (random) => {
			const places = Array.from({ length: 10_000 }, () => random.below(52));
			expect(encodeFiles(places).length).toBeLessThanOrEqual(10_000);
		});
	});
});
