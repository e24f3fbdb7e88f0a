import { describe, expect, test } from "vitest";
import { SmoothedEta } from "../../../src/session/estimate/smoothed-eta.ts";

describe("a time that is told", () => {
	test("begins with what was calculated, and jumps only when there is more to do", () => {
		const told = new SmoothedEta();
		expect(told.update(10_000, 0, false)).toBe(10_000);
		expect(told.update(60_000, 250, true)).toBe(60_000);
	});

	test("counts down as long as nothing else is calculated", () => {
		const told = new SmoothedEta();
		told.update(10_000, 0, false);
		for (let left = 9_750; left >= 0; left -= 250) expect(told.update(left, 250, false)).toBeCloseTo(left);
	});

	test("grows slowly, and never by more than a quarter in a second", () => {
		const told = new SmoothedEta();
		told.update(20_000, 0, false);
		for (let second = 0, before = 20_000; second < 60; second++) {
			const now = [1, 2, 3, 4].reduce(() => told.update(500_000, 250, false), 0);
			expect(now).toBeGreaterThan(before);
			expect(now).toBeLessThan(before * 1.25);
			before = now;
		}
	});

	test("gets out of nothing when more is left than was thought", () => {
		const told = new SmoothedEta();
		told.update(500, 0, false);
		for (let tick = 0; tick < 400; tick++) told.update(30_000, 250, false);
		expect(told.value).toBeGreaterThan(20_000);
	});

	test("follows a drop within seconds, and is never negative", () => {
		const told = new SmoothedEta();
		told.update(60_000, 0, false);
		for (let tick = 0; tick < 40; tick++) expect(told.update(1_000, 250, false)).toBeGreaterThanOrEqual(0);
		expect(told.value).toBeLessThan(2_000);
		expect(told.update(0, 1_000_000, false)).toBeGreaterThanOrEqual(0);
	});
});
