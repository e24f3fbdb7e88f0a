import { describe, expect, it } from "vitest";
import { formatCursor, parseCursor } from "../../../src/protocol/stream/cursor.ts";

describe("a cursor", () => {
	it.each([
		["abcd.0", { epoch: "abcd", seq: 0 }],
		['"m3xk.17"', { epoch: "m3xk", seq: 17 }],
		['W/"m3xk.17"', { epoch: "m3xk", seq: 17 }],
	])("is parsed from %s", (text, cursor) => {
		expect(parseCursor(text)).toEqual(cursor);
	});

	it.each([
		"",
		"abcd",
		"abcd.",
		"abcd.-1",
		"abcd.01",
		"abcd.1.2",
		"ABCD.1",
		"abcd.1e3",
		"abcd.9999999999999999",
		"-1",
		"now",
	])("is not parsed from %j", (text) => {
		expect(parseCursor(text)).toBeUndefined();
	});

	it("survives being written and parsed", () => {
		const cursor = { epoch: "m3xk9", seq: 123_456 };
		expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
	});
});
