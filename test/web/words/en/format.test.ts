import { describe, expect, it } from "vitest";
import {
	formatByteRate,
	formatBytes,
	formatBytesDone,
	formatDuration,
	formatFileRate,
	formatFiles,
	formatPercent,
} from "../../../../web/words/en/format.ts";

describe("number formats", () => {
	it("formats bytes in powers of a thousand", () => {
		expect([0, 1, 999, 1000, 43_600, 999_600, 3_449_000, 12e9, 5e15].map(formatBytes)).toEqual([
			"0 bytes",
			"1 byte",
			"999 bytes",
			"1 kB",
			"44 kB",
			"1 MB",
			"3.4 MB",
			"12 GB",
			"5,000 TB",
		]);
		expect(formatBytesDone(3_400_000, 12e6)).toBe("3.4 of 12 MB");
		expect(formatBytesDone(640_000, 12e6)).toBe("640 kB of 12 MB");
		expect(formatBytesDone(0, 900)).toBe("0 of 900 bytes");
		expect(formatByteRate(2_345_678)).toBe("2.3 MB/s");
	});

	it("rounds percentages, but never up to 100%", () => {
		expect([0, 0.4, 49.6, 99.9, 100].map(formatPercent)).toEqual(["0%", "0%", "50%", "99%", "100%"]);
	});

	it("formats counts, rates and durations", () => {
		expect(formatFiles(1)).toBe("1 file");
		expect(formatFiles(12_345)).toBe("12,345 files");
		expect(formatFileRate(0.44)).toBe("0.4 files/s");
		expect(formatFileRate(123.4)).toBe("123 files/s");
		expect(formatDuration(84)).toBe("84 ms");
		expect(formatDuration(1234)).toBe("1.2 s");
	});
});
