import { expect, it } from "vitest";
import { pageTitle } from "../../../../web/models/progress/page-title.ts";
import { counts } from "../../support/counts.ts";

it.each([
	["nothing", counts({}), 0, "Darkroom"],
	["work", counts({ working: 2, failed: 1, done: 6 }), 99.8, "99% · Darkroom"],
	["a pause", counts({ paused: 2, done: 6 }), 75, "Paused · Darkroom"],
	["missing files", counts({ wanted: 2, done: 6 }), 75, "2 missing · Darkroom"],
	["a failure", counts({ failed: 1, done: 8 }), 99, "1 failed · Darkroom"],
	["the end", counts({ done: 9 }), 100, "9 done · Darkroom"],
] as const)("shows %s", (_, files, percent, title) => {
	expect(pageTitle(files, percent)).toBe(title);
});
