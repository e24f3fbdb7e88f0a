import { expect, it } from "vitest";
import { titleOf } from "../../../web/models/page-title.ts";

it("tells a person in another tab how far the work is", () => {
	expect(titleOf({ all: 0, working: 0, failed: 0, done: 0 }, 0)).toBe("Darkroom");
	expect(titleOf({ all: 9, working: 2, failed: 1, done: 6 }, 99.8)).toBe("99 % · Darkroom");
	expect(titleOf({ all: 9, working: 0, failed: 1, done: 8 }, 99)).toBe("1 failed · Darkroom");
	expect(titleOf({ all: 9, working: 0, failed: 0, done: 9 }, 100)).toBe("9 done · Darkroom");
});
