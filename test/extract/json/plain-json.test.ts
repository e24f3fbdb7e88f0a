import { expect, test } from "vitest";
import { plainFields, plainJson } from "../../../src/extract/json/plain-json.ts";

test.each([
	["a number that is none", Number.NaN, null],
	["an endless number", Number.POSITIVE_INFINITY, null],
	["a large whole number", 10n ** 20n, "100000000000000000000"],
	["noise of a division", 0.1 + 0.2, 0.3],
	["few bytes", Uint8Array.of(2, 3, 0, 0), [2, 3, 0, 0]],
	["many bytes", new Uint8Array(1234), "(binary, 1,234 bytes)"],
	["a typed list", Uint16Array.of(8, 8, 8), [8, 8, 8]],
	["a moment", new Date(0), "1970-01-01T00:00:00.000Z"],
	["a moment that is none", new Date(Number.NaN), undefined],
	["half a character", "a\ud800b", "a\ufffdb"],
	["a function", () => 1, undefined],
])("%s becomes plain", (_what, value, plain) => {
	expect(plainJson(value)).toEqual(plain);
});

test("a long text is cut and says so", () => {
	const text = plainJson("x".repeat(20_000));
	expect(String(text)).toHaveLength(16 * 1024 + 1);
	expect(String(text).endsWith("…")).toBe(true);
});

test("a long list tells how much more there was", () => {
	const list = plainJson(Array.from({ length: 1000 }, () => 1));
	expect(list).toHaveLength(257);
	expect(list).toContain("… 744 more");
});

test("what nests for ever ends", () => {
	const loop: { inner?: unknown } = {};
	loop.inner = loop;
	expect(JSON.stringify(plainJson(loop))).toContain("nested too deep");
});

test("a field called __proto__ is an ordinary field under a harmless name", () => {
	const fields = plainFields([["__proto__", { polluted: true }]]);
	expect(fields).toEqual({ _proto_: { polluted: true } });
	expect(Object.hasOwn({}, "polluted")).toBe(false);
});
