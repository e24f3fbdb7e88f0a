import { describe, expect, it } from "vitest";
import {
	placeSections,
	sectionAt,
	sectionsBetween,
	totalHeight,
} from "../../../../web/models/list/list-layout.ts";

const SIZES = { heading: 50, row: 10, gap: 20 };

const sections = (...counts: number[]) => {
	let start = 0;
	return counts.map((count, at) => {
		const section = { batch: at, start, count };
		start += count;
		return section;
	});
};

describe("the layout", () => {
	it("places batches one below the other", () => {
		const placed = placeSections(sections(3, 1), SIZES);
		expect(placed.map(({ top, height }) => ({ top, height }))).toEqual([
			{ top: 0, height: 80 },
			{ top: 100, height: 60 },
		]);
		expect(totalHeight(placed)).toBe(160);
		expect(totalHeight([])).toBe(0);
	});

	it("finds the sections between two edges, at any position", () => {
		const placed = placeSections(sections(3, 1, 40, 0, 7), SIZES);
		for (let upper = -200; upper < 900; upper += 7) {
			const lower = upper + 120;
			const { start, end } = sectionsBetween(placed, upper, lower);
			const expected = placed.flatMap(({ top, height }, at) =>
				top + height > upper && top < lower ? [at] : [],
			);
			expect(Array.from({ length: end - start }, (_, at) => start + at)).toEqual(expected);
		}
	});

	it("finds the section of every index, and none beyond the order", () => {
		const placed = placeSections(sections(3, 1, 40, 7), SIZES);
		for (let at = 0; at < 51; at++) {
			const found = sectionAt(placed, at);
			expect(found && at >= found.start && at < found.start + found.count).toBe(true);
		}
		expect(sectionAt(placed, 51)).toBeUndefined();
		expect(sectionAt(placed, -1)).toBeUndefined();
		expect(sectionAt([], 0)).toBeUndefined();
	});
});
