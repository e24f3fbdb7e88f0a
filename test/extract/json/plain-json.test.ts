import { expect, test } from "vitest";
import { plainFields, plainJson } from "../../../src/extract/json/plain-json.ts";

test.each([
	["not a number", Number.NaN, null],
	["an infinite number", Number.POSITIVE_INFINITY, null],
	["a large integer", 10n ** 20n, "100000000000000000000"],
	["rounding noise", 0.1 + 0.2, 0.3],
	["few bytes", Uint8Array.of(2, 3, 0, 0), [2, 3, 0, 0]],
	["many bytes", new Uint8Array(1234), "(binary, 1,234 bytes)"],
	["a typed list", Uint16Array.of(8, 8, 8), [8, 8, 8]],
	["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
	["an invalid date", new Date(Number.NaN), undefined],
	["a lone surrogate", "a\ud800b", "a\ufffdb"],
	["a function", () => 1, undefined],
])("%s becomes JSON", (_what, value, plain) => {
	expect(plainJson(value)).toEqual(plain);
});

test("a long text is cut and ends with an ellipsis", () => {
	const text = plainJson("x".repeat(20_000));
	expect(String(text)).toHaveLength(16 * 1024 + 1);
	expect(String(text).endsWith("…")).toBe(true);
});

test("a long list ends with the number of items left out", () => {
	const list = plainJson(Array.from({ length: 1000 }, () => 1));
	expect(list).toHaveLength(257);
	expect(list).toContain("… 744 more");
});

test("endless nesting is cut", () => {
	const loop: { inner?: unknown } = {};
	loop.inner = loop;
	expect(JSON.stringify(plainJson(loop))).toContain("nested too deep");
});

test("a field called __proto__ gets a harmless name", () => {
	const fields = plainFields([["__proto__", { polluted: true }]]);
	expect(fields).toEqual({ _proto_: { polluted: true } });
	expect(Object.hasOwn({}, "polluted")).toBe(false);
});
