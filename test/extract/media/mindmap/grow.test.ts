import { describe, expect, test } from "vitest";
import type { Cue } from "../../../../src/extract/media/captions/cue.ts";
import { growMap } from "../../../../src/extract/media/mindmap/grow.ts";
import { sentencesOf } from "../../../../src/extract/media/mindmap/sentences.ts";
import { property } from "../../../support/seed.ts";

const COMMON = new Set(["the", "and", "are", "with", "into", "from", "that", "every"]);
const isCommon = (word: string) => COMMON.has(word);

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

describe("sentences out of captions", () => {
	test("run over captions and begin when the first word is said", () => {
		const cues = cuesOf(["One sentence that", "goes on here. And another", "ends. Last one."]);
		expect(sentencesOf(cues, isCommon).map(({ start, end, text }) => [start, end, text])).toEqual([
			[0, 9, "One sentence that goes on here."],
			[5, 14, "And another ends."],
			[10, 14, "Last one."],
		]);
	});

	test("end somewhere where nobody set a full stop", () => {
		const cues = cuesOf(Array.from({ length: 40 }, () => "and then we went on and on"));
		for (const { text } of sentencesOf(cues, isCommon)) expect(text.length).toBeLessThan(500);
	});
});

describe("a mind map", () => {
	test("parts a talk where its words change, and names each part by its own", () => {
		const map = growMap("Talk", sentencesOf(cuesOf([...GARDEN, ...SPACE]), isCommon), []);
		expect(map.children.map(({ time }) => time)).toEqual([0, 25]);
		expect(map.children[0]?.text.toLowerCase()).toMatch(/soil|tomato/);
		expect(map.children[1]?.text.toLowerCase()).toMatch(/rocket|oxygen|engine/);
	});

	test("keeps the chapters that the recording has", () => {
		const chapters = [
			{ start: 0, title: "Garden" },
			{ start: 25, title: "Space" },
		];
		const map = growMap("Talk", sentencesOf(cuesOf([...GARDEN, ...SPACE]), isCommon), chapters);
		expect(map.children.map(({ text }) => text)).toEqual(["Garden", "Space"]);
		expect(map.children[1]?.children.every(({ time }) => time >= 25)).toBe(true);
	});

	test("is the same for the same words, in the order of time, and bounded", async () => {
		await property(25, async (chance) => {
			const lines = Array.from(
				{ length: chance.below(120) },
				(): string => chance.pick([...GARDEN, ...SPACE, "No stop", ""]) ?? "",
			);
			const grow = () => growMap("Talk", sentencesOf(cuesOf(lines), isCommon), []);
			const map = grow();
			expect(grow()).toEqual(map);
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
