import { describe, expect, it } from "vitest";
import { type Halt, PaceMaker, type Remaining } from "../../../../web/models/progress/pace.ts";
import { chance, freshSeed } from "../../../support/seed.ts";

const bytesOnly = (bytes: number): Remaining => ({ bytes, files: 1, backlog: 0 });

describe("the pace", () => {
	it("says nothing before it has watched for a while, then is sure where the speed is steady", () => {
		const maker = new PaceMaker();
		const at = (second: number, halt?: Halt) =>
			maker.sample(second * 1000, { bytes: second * 100, files: 0 }, bytesOnly(10_000 - second * 100), halt);
		expect(at(0).left).toBeUndefined();
		expect(at(1).left).toBeUndefined();
		for (let second = 2; second < 60; second++) {
			const { left, speed } = at(second);
			expect(speed.bytes).toBeCloseTo(100);
			expect(left?.from).toBeCloseTo(100 - second);
			expect(left?.to).toBeCloseTo(100 - second);
		}
	});

	it("says a range where the speed changes", () => {
		const maker = new PaceMaker();
		const bytesAt = (second: number) => 1000 * Math.min(second, 30) + 200 * Math.max(0, second - 30);
		const at = (second: number) =>
			maker.sample(second * 1000, { bytes: bytesAt(second), files: 0 }, bytesOnly(60_000));
		for (let second = 0; second < 34; second++) at(second);
		const { left } = at(34);
		expect(left?.from).toBeGreaterThan(60);
		expect(left?.to).toBeGreaterThan(1.3 * (left?.from ?? 0));
	});

	it("goes by files once developing is what holds the work up", () => {
		const maker = new PaceMaker();
		let left: unknown;
		for (let second = 0; second <= 10; second++) {
			const done = { bytes: second * 1000, files: second * 10 };
			const remaining = { bytes: 10_000 - second * 1000, files: 1000 - second * 10, backlog: second * 90 };
			left = maker.sample(second * 1000, done, remaining).left;
		}
		expect(left).toEqual({ from: expect.closeTo(90), to: expect.closeTo(90) });
	});

	it("freezes while something halts the work, says why, and goes on from there", () => {
		const maker = new PaceMaker();
		for (let second = 0; second <= 10; second++)
			maker.sample(second * 1000, { bytes: second * 100, files: 0 }, bytesOnly(1000));
		const halted = maker.sample(500_000, { bytes: 1000, files: 0 }, bytesOnly(1000), "offline");
		expect(halted).toMatchObject({ halt: "offline", speed: { bytes: 0, files: 0 } });
		expect(halted.left?.to).toBeCloseTo(10);
		const after = maker.sample(900_000, { bytes: 1000, files: 0 }, bytesOnly(1000));
		expect(after.halt).toBeUndefined();
		expect(after.speed.bytes).toBeCloseTo(100);
	});

	it("gives up forecasting when nothing arrives any more", () => {
		const maker = new PaceMaker();
		for (let second = 0; second <= 900; second++)
			maker.sample(second * 1000, { bytes: Math.min(second, 5), files: 0 }, bytesOnly(1_000_000));
		expect(maker.sample(901_000, { bytes: 5, files: 0 }, bytesOnly(1_000_000)).left).toBeUndefined();
	});

	it("is never negative and never the wrong way round, whatever happens", () => {
		const luck = chance(freshSeed());
		const maker = new PaceMaker();
		let at = 0;
		for (let step = 0; step < 2_000; step++) {
			at += luck.below(3_000);
			const done = { bytes: luck.below(10_000), files: luck.below(50) };
			const remaining = { bytes: luck.below(10_000), files: luck.below(50), backlog: luck.below(50) };
			const halt = luck.below(10) === 0 ? ("offline" as const) : undefined;
			const { left, speed } = maker.sample(at, done, remaining, halt);
			expect(speed.bytes, `SEED=${luck.seed}`).toBeGreaterThanOrEqual(0);
			if (left === undefined) continue;
			expect(left.from).toBeGreaterThanOrEqual(0);
			expect(left.to).toBeGreaterThanOrEqual(left.from);
		}
	});
});
