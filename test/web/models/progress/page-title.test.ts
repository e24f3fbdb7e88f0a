import { expect, it } from "vitest";
import { titleOf } from "../../../../web/models/progress/page-title.ts";
import { counts } from "../../support/counts.ts";

it.each([
	["nothing", counts({}), 0, "Darkroom"],
	["work", counts({ working: 2, failed: 1, done: 6 }), 99.8, "99 % · Darkroom"],
	["a pause", counts({ paused: 2, done: 6 }), 75, "Paused · Darkroom"],
	["bytes that are wanted", counts({ wanted: 2, done: 6 }), 75, "2 wanted · Darkroom"],
	["a failure", counts({ failed: 1, done: 8 }), 99, "1 failed · Darkroom"],
	["the end", counts({ done: 9 }), 100, "9 done · Darkroom"],
] as const)("tells a person in another tab of %s", (_, files, percent, title) => {
	expect(titleOf(files, percent)).toBe(title);
});
