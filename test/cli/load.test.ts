import { describe, expect, test } from "vitest";
import { latenciesOf } from "../../cli/load/latencies.ts";
import { Stopwatch } from "../../cli/load/stopwatch.ts";
import { tinyPhoto } from "../../cli/load/tiny-photo.ts";
import { factsOf } from "../extract/from-bytes.ts";
import { property } from "../support/seed.ts";

describe("a generated photo", () => {
	test("has exactly the requested size, also around the end of a segment", async () => {
		for (const size of [1_000, 1_001, 65_537, 66_100, 131_500])
			expect(tinyPhoto(1, 1, size)).toHaveLength(size);
		await property(30, (random) => {
			const size = 1_000 + random.below(300_000);
			expect(tinyPhoto(1, random.below(1e6), size)).toHaveLength(size);
		});
	});

	test("is the same for the same seed and index, and different for others", () => {
		expect(tinyPhoto(1, 7, 2_000)).toEqual(tinyPhoto(1, 7, 2_000));
		expect(tinyPhoto(1, 7, 2_000)).not.toEqual(tinyPhoto(1, 8, 2_000));
		expect(tinyPhoto(1, 7, 2_000)).not.toEqual(tinyPhoto(2, 7, 2_000));
	});

	test("is a photo with readable facts", async () => {
		const { summary } = await factsOf(tinyPhoto(3, 61, 70_000));
		const values = Object.fromEntries(summary.map(({ name, value }) => [name, value]));
		expect(values).toMatchObject({
			format: "image/jpeg",
			size: { width: 8, height: 8 },
			camera: "Darkroom Load generator",
			caption: "Load 3, photo 61",
		});
	});
});

describe("latencies", () => {
	test("are durations that were measured", () => {
		const times = Array.from({ length: 200 }, (_, index) => 200 - index);
		expect(latenciesOf(times)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, most: 200 });
		expect(latenciesOf([5])).toEqual({ count: 1, p50: 5, p95: 5, p99: 5, most: 5 });
		expect(latenciesOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, most: 0 });
	});
});

describe("a stopwatch", () => {
	test("measures each file once, by the server's clock, however often its record comes", () => {
		const watch = new Stopwatch();
		watch.changed({ n: 1, state: "expected", at: 1 }, 100);
		watch.changed({ n: 1, state: "queued", stage: "upload_complete", at: 5 }, 200);
		for (let times = 0; times < 3; times++)
			watch.changed({ n: 1, state: "completed", stage: "complete", at: 25 }, 300);
		watch.changed({ n: 2, state: "completed", stage: "complete", at: 30 }, 400);
		expect(watch.waits).toEqual([20, 0]);
		expect(watch.lastStored).toBe(400);
	});
});
