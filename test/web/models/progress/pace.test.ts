import { describe, expect, it } from "vitest";
import { type HaltReason, PaceEstimator, type WorkLeft } from "../../../../web/models/progress/pace.ts";

const bytesOnly = (bytes: number): WorkLeft => ({ bytes, files: 1, backlog: 0 });

describe("the pace estimate", () => {
	it("has no time left at first, and a single one once the speed is steady", () => {
		const estimator = new PaceEstimator();
		const at = (second: number, halt?: HaltReason) =>
			estimator.sample(
				second * 1000,
				{ bytes: second * 100, files: 0 },
				bytesOnly(10_000 - second * 100),
				halt,
			);
		expect(at(0).left).toBeUndefined();
		expect(at(1).left).toBeUndefined();
		for (let second = 2; second < 60; second++) {
			const { left, speed } = at(second);
			expect(speed.bytes).toBeCloseTo(100);
			expect(left?.from).toBeCloseTo(100 - second);
			expect(left?.to).toBeCloseTo(100 - second);
		}
	});

	it("has a range while the speed changes", () => {
		const estimator = new PaceEstimator();
		const bytesAt = (second: number) => 1000 * Math.min(second, 30) + 200 * Math.max(0, second - 30);
		const at = (second: number) =>
			estimator.sample(second * 1000, { bytes: bytesAt(second), files: 0 }, bytesOnly(60_000));
		for (let second = 0; second < 34; second++) at(second);
		const { left } = at(34);
		expect(left?.from).toBeGreaterThan(60);
		expect(left?.to).toBeGreaterThan(1.3 * (left?.from ?? 0));
	});

	it("counts files once reading is the bottleneck", () => {
		const estimator = new PaceEstimator();
		let left: unknown;
		for (let second = 0; second <= 10; second++) {
			const done = { bytes: second * 1000, files: second * 10 };
			const remaining = { bytes: 10_000 - second * 1000, files: 1000 - second * 10, backlog: second * 90 };
			left = estimator.sample(second * 1000, done, remaining).left;
		}
		expect(left).toEqual({ from: expect.closeTo(90), to: expect.closeTo(90) });
	});

	it("freezes with its reason while work is halted, and continues from there", () => {
		const estimator = new PaceEstimator();
		for (let second = 0; second <= 10; second++)
			estimator.sample(second * 1000, { bytes: second * 100, files: 0 }, bytesOnly(1000));
		const halted = estimator.sample(500_000, { bytes: 1000, files: 0 }, bytesOnly(1000), "offline");
		expect(halted).toMatchObject({ halt: "offline", speed: { bytes: 0, files: 0 } });
		expect(halted.left?.to).toBeCloseTo(10);
		const after = estimator.sample(900_000, { bytes: 1000, files: 0 }, bytesOnly(1000));
		expect(after.halt).toBeUndefined();
		expect(after.speed.bytes).toBeCloseTo(100);
	});

	it("has no time left when nothing arrives any more", () => {
		const estimator = new PaceEstimator();
		for (let second = 0; second <= 900; second++)
			estimator.sample(second * 1000, { bytes: Math.min(second, 5), files: 0 }, bytesOnly(1_000_000));
		expect(estimator.sample(901_000, { bytes: 5, files: 0 }, bytesOnly(1_000_000)).left).toBeUndefined();
	});
});
