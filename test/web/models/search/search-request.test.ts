import { describe, expect, test } from "vitest";
import { NO_FILTERS, searchQuery, withPrefixMatch } from "../../../../web/models/search/search-request.ts";

describe("a search request", () => {
	test.each([
		["lamp", "lamp OR lamp*"],
		["old lamp", "old lamp OR lamp*"],
		["oil OR lamp", "oil OR lamp OR lamp*"],
		["Straße", "Straße OR Straße*"],
		// Nothing is added where it would change the meaning, or has none yet.
		["a", "a"],
		["lamp ", "lamp "],
		["lamp*", "lamp*"],
		["lamp -oil", "lamp -oil"],
		["lamp OR", "lamp OR"],
		['"lamp kee', '"lamp kee'],
		['"lamp keeper"', '"lamp keeper"'],
		["it's", "it's"],
		["x".repeat(400), "x".repeat(400)],
	])("turns %j into %j", (words, asked) => {
		expect(withPrefixMatch(words)).toBe(asked);
	});

	test("leaves out filters that are not set", () => {
		expect(searchQuery(" lamp* ", NO_FILTERS, 0)).toBe("q=lamp*");
	});

	test("uses days in local time", () => {
		const filters = { kind: "image", batch: "drop 1", from: "2026-02-28", to: "2026-02-28" } as const;
		const query = new URLSearchParams(searchQuery("lamp*", filters, 20));
		const midnight = new Date(2026, 1, 28).getTime();
		expect(Object.fromEntries(query)).toEqual({
			q: "lamp*",
			kind: "image",
			batch: "drop 1",
			from: String(midnight),
			to: String(new Date(2026, 2, 1).getTime()),
			offset: "20",
		});
	});

	test("leaves out an invalid day", () => {
		expect(searchQuery("lamp*", { ...NO_FILTERS, from: "2026", to: "never" }, 0)).toBe("q=lamp*");
	});
});
