import { expect, it } from "vitest";
import { runsOf } from "../../../../web/edges/storage/number-ranges.ts";

it("joins consecutive numbers, in whatever order they come", () => {
	expect(runsOf([])).toEqual([]);
	expect(runsOf([5, 3, 4, 9, 1, 10])).toEqual([
		[1, 1],
		[3, 5],
		[9, 10],
	]);
	expect(runsOf([2, 2, 3])).toEqual([[2, 3]]);
});
