import { describe, expect, it } from "vitest";
import { Announcer } from "../../../web/models/announcements.ts";

describe("what is spoken", () => {
	it("is the start, about every tenth, and the end", () => {
		const announcer = new Announcer();
		const heard: string[] = [];
		for (let percent = 0; percent <= 100; percent++) {
			const working = percent === 100 ? 0 : 490;
			const sentence = announcer.next(percent * 1000, { all: 490, working, failed: 0, percent });
			if (sentence) heard.push(sentence);
		}
		expect(heard[0]).toBe("Working on 490 files.");
		expect(heard.at(-1)).toBe("Finished. 490 files done.");
		expect(heard).toHaveLength(11);
	});

	it("leaves time between two sentences, however quick the work is", () => {
		const announcer = new Announcer();
		const heard: string[] = [];
		for (let percent = 0; percent <= 100; percent++) {
			const working = percent === 100 ? 0 : 490;
			const sentence = announcer.next(percent * 10, { all: 490, working, failed: 0, percent });
			if (sentence) heard.push(sentence);
		}
		expect(heard).toEqual(["Working on 490 files.", "Finished. 490 files done."]);
	});

	it("tells new errors, and how many there were at the end", () => {
		const announcer = new Announcer();
		announcer.next(0, { all: 3, working: 3, failed: 0, percent: 0 });
		expect(announcer.next(9_000, { all: 3, working: 2, failed: 1, percent: 5 })).toBe(
			"0 percent done. 1 file failed.",
		);
		expect(announcer.next(9_100, { all: 3, working: 0, failed: 1, percent: 70 })).toBe(
			"Finished. 2 files done, 1 file failed.",
		);
	});

	it("says nothing of a list that was finished when the page was opened", () => {
		const announcer = new Announcer();
		expect(announcer.next(0, { all: 9, working: 0, failed: 0, percent: 100 })).toBeUndefined();
	});
});
