import { describe, expect, test } from "vitest";
import type { Cue } from "../../../../src/extract/media/captions/cue.ts";
import { buildMindMap } from "../../../../src/extract/media/mindmap/build-mind-map.ts";
import { splitSentences } from "../../../../src/extract/media/mindmap/sentences.ts";
import { property } from "../../../support/seed.ts";

const STOP_WORDS = new Set(["the", "and", "are", "with", "into", "from", "that", "every"]);
const isStopWord = (word: string) => STOP_WORDS.has(word);

const GARDEN = [
	"Tomato plants need deep soil and warm soil.",
	"Water the tomato plants early in the morning.",
	"Healthy soil feeds tomato roots slowly.",
	"Old leaves make the soil richer.",
	"Tomato seeds like warm soil.",
];
const SPACE = [
	"The rocket engine burns liquid oxygen.",
	"A rocket engine needs cooling.",
	"Liquid oxygen boils in the rocket tank.",
	"The tank feeds the engine.",
	"Every rocket engine is tested with liquid oxygen.",
];

function cuesOf(lines: readonly string[]): Cue[] {
	return lines.map((text, index) => ({ start: index * 5, end: index * 5 + 4, text }));
}

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

	test("is deterministic, in order of time and bounded", async () => {
		await property(25, async (chance) => {
			const lines = Array.from(
				{ length: chance.below(120) },
				(): string => chance.pick([...GARDEN, ...SPACE, "No stop", ""]) ?? "",
			);
			const build = () => buildMindMap("Talk", splitSentences(cuesOf(lines), isStopWord), []);
			const map = build();
			expect(build()).toEqual(map);
			expect(map.children.length).toBeLessThanOrEqual(12);
			const times = map.children.flatMap(({ time, children }) => [
				time,
				...children.map((point) => point.time),
			]);
			for (const { time, children } of map.children)
				for (const point of children) expect(point.time).toBeGreaterThanOrEqual(time);
			expect(times.every((time) => time >= 0)).toBe(true);
		});
	});
});
