import { describe, expect, it } from "vitest";
import { Speed } from "../../../../web/models/progress/speed.ts";

describe("speed", () => {
	it("is accurate from the first second on", () => {
		const speed = new Speed();
		speed.sample(0, { bytes: 0, files: 0 });
		for (let second = 1; second <= 30; second++) {
			const { bytes, files } = speed.sample(second * 1000, { bytes: second * 500, files: second * 2 });
			expect(bytes).toBeCloseTo(500);
			expect(files).toBeCloseTo(2);
		}
	});

	it("falls gradually when nothing arrives", () => {
		const speed = new Speed();
		speed.sample(0, { bytes: 0, files: 0 });
		speed.sample(30_000, { bytes: 30_000, files: 0 });
		const { bytes } = speed.sample(33_000, { bytes: 30_000, files: 0 });
		expect(bytes).toBeGreaterThan(400);
		expect(bytes).toBeLessThan(600);
	});

	it("does not depend on the number of samples", () => {
		const rare = new Speed();
		const often = new Speed();
		rare.sample(0, { bytes: 0, files: 0 });
		often.sample(0, { bytes: 0, files: 0 });
		for (let at = 10; at < 3_000; at += 10) often.sample(at, { bytes: at, files: 0 });
		const end = { bytes: 3_000, files: 0 };
		expect(often.sample(3_000, end).bytes).toBeCloseTo(rare.sample(3_000, end).bytes, 0);
	});

	it("is never negative", () => {
		const speed = new Speed();
		speed.sample(0, { bytes: 1000, files: 5 });
		expect(speed.sample(1_000, { bytes: 0, files: 0 })).toEqual({ bytes: 0, files: 0 });
	});

	it("does not count a pause", () => {
		const speed = new Speed();
		speed.sample(0, { bytes: 0, files: 0 });
		speed.sample(1_000, { bytes: 500, files: 0 });
		speed.pause();
		expect(speed.sample(600_000, { bytes: 500, files: 0 }).bytes).toBeCloseTo(500);
		expect(speed.observedMs).toBe(1_000);
	});
});
