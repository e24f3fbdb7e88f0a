import { expect, test } from "vitest";
import { parseBytes } from "../../cli/byte-amount.ts";

test.each([
	["800", 800],
	["50k", 50_000],
	["50 kB", 50_000],
	["2M", 2_000_000],
	["2MB/s", 2_000_000],
	["1.5G", 1_500_000_000],
	["64KiB", 65_536],
	["1MiB", 1_048_576],
	["0.5k", 500],
])("%s is %d bytes", (text, bytes) => {
	expect(parseBytes(text)).toBe(bytes);
});

test.each(["", "0", "-1", "k", "5x", "1e9", "5i", "9999999T", "1,5M"])(
	"%j is not a number of bytes",
	(text) => {
		expect(parseBytes(text)).toBeUndefined();
	},
);
