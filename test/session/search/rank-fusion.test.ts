import { expect, test } from "vitest";
import { fuseRanks } from "../../../src/session/search/rank-fusion.ts";

const ids = (...rankings: number[][]) => fuseRanks(...rankings).map(({ id }) => id);

test.each([
	["nothing", [], [], []],
	["a single ranking unchanged", [3, 1, 2], [], [3, 1, 2]],
	["two that agree", [1, 2], [1, 2], [1, 2]],
	["items of both rankings first", [1, 2, 3], [4, 3], [3, 1, 4, 2]],
])("fuses %s", (_what, words, near, fused) => {
	expect(ids(words, near)).toEqual(fused);
});
