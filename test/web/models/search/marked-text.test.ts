import { describe, expect, it, test } from "vitest";
import { findMarks, markedWords, splitAtMarks } from "../../../../web/models/search/marked-text.ts";

describe("marked text", () => {
	it("is split at its marks", () => {
		expect(splitAtMarks("the lamp is lit", [[4, 8]])).toEqual([
			{ text: "the ", isMarked: false },
			{ text: "lamp", isMarked: true },
			{ text: " is lit", isMarked: false },
		]);
		expect(splitAtMarks("lamp", [[0, 4]])).toEqual([{ text: "lamp", isMarked: true }]);
		expect(splitAtMarks("", [])).toEqual([]);
	});

	it("lists each marked word once", () => {
		const marks = [
			[0, 4],
			[8, 12],
		] as const;
		expect(markedWords("lamp or lamp", marks)).toEqual(["lamp"]);
	});

	test.each([
		["The Lamp, a lamp, the lamps", ["lamp"], ["Lamp", "lamp"]],
		["lamps and a lamp", ["lamp", "lamps"], ["lamps", "lamp"]],
		["Über die Brücke", ["brücke", "ÜBER"], ["Über", "Brücke"]],
		["a+b is not (a) and not a.b", ["a+b", "(a)"], ["a+b", "(a)"]],
		["nothing", [], []],
		["nothing", ["", "lamp"], []],
	])("in %j the words %j are found as whole words", (text, words, found) => {
		expect(findMarks(text, words).map(([from, to]) => text.slice(from, to))).toEqual(found);
	});
});
