import { describe, expect, test } from "vitest";
import {
	percentOf,
	progressLine,
	progressSentence,
	type RunProgress,
} from "../../cli/progress/progress-line.ts";
import { property } from "../support/seed.ts";

const PLAIN = (_: unknown, text: string) => text;

const HALF: RunProgress = {
	files: 490,
	done: 245,
	failed: 0,
	bytes: 24_500_000,
	stored: 12_250_000,
	bytesPerSecond: 4_100_000,
	secondsLeft: 3,
};

describe("the bar", () => {
	test("shows the share, the files, the time left, the speed and the bytes", () => {
		expect(progressLine(HALF, 100, PLAIN)).toBe(
			"██████████████████░░░░░░░░░░░░░░░░░░   50%  245 of 490 files  3 s left  4.1 MB/s  12.3 MB of 24.5 MB",
		);
	});

	test.each([
		[60, "50%  245 of 490 files  3 s left  4.1 MB/s"],
		[40, "50%  245 of 490 files"],
		[30, "50%"],
		[12, "50%"],
		[3, " 50"],
	])("keeps the most important parts in %d columns", (width, text) => {
		expect(progressLine(HALF, width, PLAIN)).toContain(text);
	});

	test("is never wider than the terminal", async () => {
		await property(300, (random) => {
			const files = random.below(20_000);
			const bytes = random.below(2 ** 40);
			const progress: RunProgress = {
				files,
				done: random.below(files + 1),
				failed: random.below(files + 1),
				bytes,
				stored: random.below(bytes + 1),
				bytesPerSecond: random.below(1e10),
				secondsLeft: random.pick([undefined, random.below(1e6)]),
				status: random.pick([undefined, "the server does not answer, waiting"]),
			};
			const width = random.below(160);
			expect(progressLine(progress, width, PLAIN).length).toBeLessThanOrEqual(width);
		});
	});

	test("shows a status in place of the speed", () => {
		const line = progressLine({ ...HALF, status: "the server does not answer, waiting" }, 120, PLAIN);
		expect(line).toContain("the server does not answer, waiting");
		expect(line).not.toContain("MB/s");
	});

	test("shows how many files failed", () => {
		expect(progressSentence({ ...HALF, failed: 2 })).toBe(
			"50%, 245 of 490 files, 2 failed, 3 s left, 4.1 MB/s, 12.3 MB of 24.5 MB",
		);
	});
});

describe("the percentage", () => {
	test("is 100 only when everything is stored", () => {
		expect(percentOf({ ...HALF, stored: HALF.bytes - 1 })).toBe(99);
		expect(percentOf({ ...HALF, stored: HALF.bytes })).toBe(100);
	});

	test("counts files if all are empty", () => {
		expect(percentOf({ ...HALF, bytes: 0, stored: 0, files: 4, done: 1 })).toBe(25);
		expect(percentOf({ ...HALF, bytes: 0, stored: 0, files: 0, done: 0 })).toBe(100);
	});
});
