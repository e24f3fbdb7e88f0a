import { describe, expect, test } from "vitest";
import { EVERYWHERE, searchQuery, withBeginnings } from "../../../../web/models/search/search-request.ts";

describe("what is typed", () => {
	test.each([
		["lamp", "lamp OR lamp*"],
		["old lamp", "old lamp OR lamp*"],
		["oil OR lamp", "oil OR lamp OR lamp*"],
		["Straße", "Straße OR Straße*"],
		// Nothing is added where it would mean something else, or nothing yet.
		["a", "a"],
		["lamp ", "lamp "],
		["lamp*", "lamp*"],
		["lamp -oil", "lamp -oil"],
		["lamp OR", "lamp OR"],
		['"lamp kee', '"lamp kee'],
		['"lamp keeper"', '"lamp keeper"'],
		["it's", "it's"],
		["x".repeat(400), "x".repeat(400)],
	])("%j asks for %j", (words, asked) => {
		expect(withBeginnings(words)).toBe(asked);
	});

	test("filters that are not set are left out", () => {
		expect(searchQuery(" lamp* ", EVERYWHERE, 0)).toBe("q=lamp*");
	});

	test("days begin and end where the person is", () => {
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

	test("a day that is none is left out", () => {
		expect(searchQuery("lamp*", { ...EVERYWHERE, from: "2026", to: "never" }, 0)).toBe("q=lamp*");
	});
});
