import { describe, expect, it } from "vitest";
import { PaceEstimator } from "../../../../web/models/progress/pace.ts";
import { chance, freshSeed } from "../../../support/seed.ts";

describe("the pace estimate", () => {
	it("is never negative or inverted, whatever happens", () => {
		const random = chance(freshSeed());
		const estimator = new PaceEstimator();
		let at = 0;
		for (let step = 0; step < 2_000; step++) {
			at += random.below(3_000);
			const done = { bytes: random.below(10_000), files: random.below(50) };
			const remaining = { bytes: random.below(10_000), files: random.below(50), backlog: random.below(50) };
			const halt = random.below(10) === 0 ? ("offline" as const) : undefined;
			const { left, speed } = estimator.sample(at, done, remaining, halt);
			expect(speed.bytes, `SEED=${random.seed}`).toBeGreaterThanOrEqual(0);
			if (left === undefined) continue;
			expect(left.from).toBeGreaterThanOrEqual(0);
			expect(left.to).toBeGreaterThanOrEqual(left.from);
		}
	});
});
