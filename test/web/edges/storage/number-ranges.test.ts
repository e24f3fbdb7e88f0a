import { expect, it } from "vitest";
import { toRanges } from "../../../../web/edges/storage/number-ranges.ts";

it("joins consecutive numbers in any order", () => {
	expect(toRanges([])).toEqual([]);
	expect(toRanges([5, 3, 4, 9, 1, 10])).toEqual([
		[1, 1],
		[3, 5],
		[9, 10],
	]);
	expect(toRanges([2, 2, 3])).toEqual([[2, 3]]);
});
