import { describe, expect, it } from "vitest";
import { Announcer } from "../../../../web/models/progress/announcements.ts";
import { counts } from "../../support/counts.ts";

const at = (percent: number) => counts(percent === 100 ? { done: 490 } : { working: 490 });

describe("the announcements", () => {
	it("are the start, about every tenth, and the end", () => {
		const announcer = new Announcer();
		const announced: string[] = [];
		for (let percent = 0; percent <= 100; percent++) {
			const sentence = announcer.next(percent * 1000, { counts: at(percent), percent });
			if (sentence) announced.push(sentence);
		}
		expect(announced[0]).toBe("Working on 490 files.");
		expect(announced.at(-1)).toBe("Finished. 490 files done.");
		expect(announced).toHaveLength(11);
	});

	it("leave time between two sentences, however fast the work is", () => {
		const announcer = new Announcer();
		const announced: string[] = [];
		for (let percent = 0; percent <= 100; percent++) {
			const sentence = announcer.next(percent * 10, { counts: at(percent), percent });
			if (sentence) announced.push(sentence);
		}
		expect(announced).toEqual(["Working on 490 files.", "Finished. 490 files done."]);
	});

	it("include new errors, and their number at the end", () => {
		const announcer = new Announcer();
		announcer.next(0, { counts: counts({ working: 3 }), percent: 0 });
		expect(announcer.next(9_000, { counts: counts({ working: 2, failed: 1 }), percent: 5 })).toBe(
			"0 percent done. 1 file failed.",
		);
		expect(announcer.next(9_100, { counts: counts({ done: 2, failed: 1 }), percent: 70 })).toBe(
			"Finished. 2 files done, 1 file failed.",
		);
	});

	it("do not include a list that was finished when the page was opened", () => {
		const announcer = new Announcer();
		expect(announcer.next(0, { counts: counts({ done: 9 }), percent: 100 })).toBeUndefined();
	});

	it("say what to do when work has stopped", () => {
		const stoppedWith = (stopped: Parameters<typeof counts>[0]) => {
			const announcer = new Announcer();
			announcer.next(0, { counts: counts({ working: 9 }), percent: 0 });
			return announcer.next(1_000, { counts: counts(stopped), percent: 50 });
		};
		expect(stoppedWith({ done: 4, paused: 5 })).toBe("Paused. 4 of 9 files done.");
		expect(stoppedWith({ done: 8, wanted: 1 })).toBe(
			"1 file is missing: choose it again. 8 of 9 files done.",
		);
		expect(stoppedWith({ done: 7, cancelled: 2 })).toBe("Finished. 7 files done, 2 cancelled.");
	});
});
