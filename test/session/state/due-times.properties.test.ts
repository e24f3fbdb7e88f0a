import { expect, test } from "vitest";
import { DueTimes } from "../../../src/session/state/due-times.ts";
import { property } from "../../support/seed.ts";

test("first and last match those of a plain list after any sets and deletes", () =>
	property(200, (chance) => {
		const times = new DueTimes();
		const plain = new Map<number, number>();
		for (let step = 0; step < 60; step++) {
			const n = chance.below(12);
			if (chance.below(3) === 0) {
				times.delete(n);
				plain.delete(n);
			} else {
				const at = chance.below(8);
				times.set(n, at);
				plain.set(n, at);
			}
			const sorted = [...plain].map(([n, at]) => ({ n, at })).sort((a, b) => a.at - b.at || a.n - b.n);
			expect([times.first(), times.last()]).toEqual([sorted[0], sorted.at(-1)]);
		}
	}));
