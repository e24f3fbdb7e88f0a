import { describe, expect, test } from "vitest";
import { SmoothedEta } from "../../../src/session/estimate/smoothed-eta.ts";

describe("a smoothed estimate", () => {
	test("starts with the calculated value, and jumps only when there is more to do", () => {
		const eta = new SmoothedEta();
		expect(eta.update(10_000, 0, false)).toBe(10_000);
		expect(eta.update(60_000, 250, true)).toBe(60_000);
	});

	test("counts down while the calculation agrees", () => {
		const eta = new SmoothedEta();
		eta.update(10_000, 0, false);
		for (let left = 9_750; left >= 0; left -= 250) expect(eta.update(left, 250, false)).toBeCloseTo(left);
	});

	test("grows slowly, and never by more than a quarter in a second", () => {
		const eta = new SmoothedEta();
		eta.update(20_000, 0, false);
		for (let second = 0, before = 20_000; second < 60; second++) {
			const now = [1, 2, 3, 4].reduce(() => eta.update(500_000, 250, false), 0);
			expect(now).toBeGreaterThan(before);
			expect(now).toBeLessThan(before * 1.25);
			before = now;
		}
	});

	test("recovers from near zero when more is left than expected", () => {
		const eta = new SmoothedEta();
		eta.update(500, 0, false);
		for (let tick = 0; tick < 400; tick++) eta.update(30_000, 250, false);
		expect(eta.value).toBeGreaterThan(20_000);
	});

	test("follows a drop within seconds, and is never negative", () => {
		const eta = new SmoothedEta();
		eta.update(60_000, 0, false);
		for (let tick = 0; tick < 40; tick++) expect(eta.update(1_000, 250, false)).toBeGreaterThanOrEqual(0);
		expect(eta.value).toBeLessThan(2_000);
		expect(eta.update(0, 1_000_000, false)).toBeGreaterThanOrEqual(0);
	});
});
