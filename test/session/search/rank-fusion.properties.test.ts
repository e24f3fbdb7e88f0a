import { expect, test } from "vitest";
import { fuseRanks } from "../../../src/session/search/rank-fusion.ts";
import { property } from "../../support/seed.ts";

const ids = (...rankings: number[][]) => fuseRanks(...rankings).map(({ id }) => id);

test("every item appears once, and an item that is better in both rankings comes first", async () => {
	await property(100, (chance) => {
		const all = Array.from({ length: 1 + chance.below(30) }, (_, id) => id);
		const [a, b] = [chance.shuffle(all), chance.shuffle(all)];
		const fused = ids(a, b);
		expect([...fused].sort((x, y) => x - y)).toEqual(all);
		for (const [at, id] of fused.entries())
			for (const other of fused.slice(at + 1))
				expect(a.indexOf(other) < a.indexOf(id) && b.indexOf(other) < b.indexOf(id)).toBe(false);
	});
});
