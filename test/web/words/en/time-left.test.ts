import { describe, expect, it } from "vitest";
import { formatPace, formatTimeLeft } from "../../../../web/words/en/time-left.ts";

describe("formatTimeLeft", () => {
	it.each([
		[0, 0, "a few seconds left"],
		[4, 9, "a few seconds left"],
		[18, 22, "about 20 seconds left"],
		[10, 50, "10 to 50 seconds left"],
		[58, 62, "about 1 minute left"],
		[110, 130, "about 2 minutes left"],
		[20, 125, "up to 2 minutes left"],
		[125, 300, "2 to 5 minutes left"],
		[3_000, 3_200, "about 52 minutes left"],
		[7_000, 7_400, "about 2 hours left"],
		[4_000, 20_000, "1 to 6 hours left"],
	])("%d to %d s: %s", (from, to, words) => {
		expect(formatTimeLeft({ from, to })).toBe(words);
	});

	it("never shows a negative number or NaN", () => {
		for (let to = 0; to < 200_000; to = to * 1.07 + 0.5)
			for (const share of [0, 0.1, 0.5, 0.9, 1])
				expect(formatTimeLeft({ from: to * share, to })).toMatch(
					/^(a few seconds|(about|up to|\d+ to) \d+ \w+) left$/,
				);
	});
});

describe("formatPace", () => {
	const left = { from: 60, to: 60 };
	it("shows speed and time left, or why the work is halted", () => {
		const speed = { bytes: 2_300_000, files: 12 };
		expect(formatPace({ speed, left }, "all")).toBe("2.3 MB/s · 12 files/s · about 1 minute left");
		expect(formatPace({ speed, left }, "bytes")).toBe("2.3 MB/s · about 1 minute left");
		expect(formatPace({ speed: { bytes: 0, files: 0 } }, "all")).toBe("");
		expect(formatPace({ speed, left, halt: "paused" }, "all")).toBe("Paused (about 1 minute left)");
		expect(formatPace({ speed, halt: "offline" }, "all")).toBe(
			"Offline. Uploading continues when you're back",
		);
	});
});
