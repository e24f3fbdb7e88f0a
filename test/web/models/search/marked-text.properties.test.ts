import { describe, expect, it } from "vitest";
import { findMarks, splitAtMarks } from "../../../../web/models/search/marked-text.ts";
import { property } from "../../../support/seed.ts";

describe("marked text", () => {
	it("keeps every character, whatever the words are", async () => {
		await property(300, (chance) => {
			const letters = ["a", "b", " ", "(", "|", "\\", "ü", "😀", "\ud800", "-", "["];
			const some = (most: number) =>
				Array.from({ length: chance.below(most) }, () => chance.pick(letters)).join("");
			const text = some(30);
			const runs = splitAtMarks(text, findMarks(text, [some(3), some(3)]));
			expect(runs.map((run) => run.text).join("")).toBe(text);
		});
	});
});
