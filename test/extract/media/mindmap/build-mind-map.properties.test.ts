import { describe, expect, test } from "vitest";
import { buildMindMap } from "../../../../src/extract/media/mindmap/build-mind-map.ts";
import { splitSentences } from "../../../../src/extract/media/mindmap/sentences.ts";
import { property } from "../../../support/seed.ts";
import { cuesOf, GARDEN, isStopWord, SPACE } from "./sample-talk.ts";

describe("a mind map", () => {
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
