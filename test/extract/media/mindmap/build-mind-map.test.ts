import { describe, expect, test } from "vitest";
import { buildMindMap } from "../../../../src/extract/media/mindmap/build-mind-map.ts";
import { splitSentences } from "../../../../src/extract/media/mindmap/sentences.ts";
import { cuesOf, GARDEN, isStopWord, SPACE } from "./sample-talk.ts";

describe("sentences of captions", () => {
	test("span captions and start with the caption of their first word", () => {
		const cues = cuesOf(["One sentence that", "goes on here. And another", "ends. Last one."]);
		expect(splitSentences(cues, isStopWord).map(({ start, end, text }) => [start, end, text])).toEqual([
			[0, 9, "One sentence that goes on here."],
			[5, 14, "And another ends."],
			[10, 14, "Last one."],
		]);
	});

	test("are split where captions have no full stops", () => {
		const cues = cuesOf(Array.from({ length: 40 }, () => "and then we went on and on"));
		for (const { text } of splitSentences(cues, isStopWord)) expect(text.length).toBeLessThan(500);
	});
});

describe("a mind map", () => {
	test("splits a talk where its vocabulary changes and names each topic by its own words", () => {
		const map = buildMindMap("Talk", splitSentences(cuesOf([...GARDEN, ...SPACE]), isStopWord), []);
		expect(map.children.map(({ time }) => time)).toEqual([0, 25]);
		expect(map.children[0]?.text.toLowerCase()).toMatch(/soil|tomato/);
		expect(map.children[1]?.text.toLowerCase()).toMatch(/rocket|oxygen|engine/);
	});

	test("uses the chapters of the recording", () => {
		const chapters = [
			{ start: 0, title: "Garden" },
			{ start: 25, title: "Space" },
		];
		const map = buildMindMap("Talk", splitSentences(cuesOf([...GARDEN, ...SPACE]), isStopWord), chapters);
		expect(map.children.map(({ text }) => text)).toEqual(["Garden", "Space"]);
		expect(map.children[1]?.children.every(({ time }) => time >= 25)).toBe(true);
	});
});
