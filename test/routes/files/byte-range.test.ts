import { describe, expect, test } from "vitest";
import { parseRange } from "../../../src/routes/files/byte-range.ts";
import { property } from "../../support/seed.ts";

const ALL = { kind: "all" };
const NONE = { kind: "none" };
const piece = (offset: number, length: number) => ({ kind: "piece", offset, length });

describe("a Range header for ten bytes", () => {
	test.for([
		[undefined, ALL],
		["bytes=0-9", piece(0, 10)],
		["bytes=0-0", piece(0, 1)],
		["bytes=4-6", piece(4, 3)],
		["bytes=9-", piece(9, 1)],
		["bytes=0-", piece(0, 10)],
		["bytes=5-999999999999999999999", piece(5, 5)],
		["bytes=-1", piece(9, 1)],
		["bytes=-10", piece(0, 10)],
		["bytes=-11", piece(0, 10)],
		[" bytes=1-2 ", piece(1, 2)],
		["bytes=10-", NONE],
		["bytes=10-12", NONE],
		["bytes=-0", NONE],
		["bytes=99999999999999999999-", NONE],
		["bytes=6-4", ALL],
		["bytes=-", ALL],
		["bytes=", ALL],
		["bytes=0-1,3-4", ALL],
		["bytes=+1-2", ALL],
		["bytes=0x1-2", ALL],
		["Bytes 1-2", ALL],
		["items=0-1", ALL],
		["", ALL],
	] as const)("%j", ([header, expected]) => {
		expect(parseRange(header, 10)).toEqual(expected);
	});
});

test.for([
	["bytes=0-", NONE],
	["bytes=-1", NONE],
	["bytes=0-0", NONE],
	[undefined, ALL],
] as const)("an empty file has no ranges: %j", ([header, expected]) => {
	expect(parseRange(header, 0)).toEqual(expected);
});

test("a range never exceeds the file", () =>
	property(500, (chance) => {
		const size = chance.below(50);
		const digits = () => (chance.below(4) === 0 ? "" : String(chance.below(60)));
		const wanted = parseRange(`bytes=${digits()}-${digits()}`, size);
		if (wanted.kind !== "piece") return;
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.offset).toBeGreaterThanOrEqual(0);
		expect(wanted.offset + wanted.length).toBeLessThanOrEqual(size);
	}));
