import { describe, expect, test } from "vitest";
import { readBlock, readMatroska } from "../../../../src/extract/media/containers/matroska.ts";
import { RangedReader } from "../../../../src/extract/ranged-reader.ts";
import { type MatroskaContent, makeMatroska, type TimedCaption } from "../../../fixtures/matroska.ts";
import { property } from "../../../support/seed.ts";
import { sourceOf } from "../../from-bytes.ts";

const CAPTIONS: readonly TimedCaption[] = [
	[0, 2, "First words"],
	[3, 5, "Second\nwords"],
];

async function read(bytes: Uint8Array) {
	const reader = new RangedReader(sourceOf(bytes), 10_000_000);
	const index = await readMatroska(reader);
	const [track] = index?.captions ?? [];
	if (index === undefined || track === undefined) return { index, track, cues: [] };
	const locations = await index.cueLocations(track.number);
	const cues = await Promise.all(
		locations.map((location) => readBlock(reader, location, track.codec, index.secondsPerTick)),
	);
	return { index, track, cues: cues.filter((cue) => cue !== undefined) };
}

describe("captions in Matroska", () => {
	test.each<[string, Partial<MatroskaContent>, string[]]>([
		["SubRip", { codec: "S_TEXT/UTF8" }, ["First words", "Second\nwords"]],
		[
			"SubStation Alpha",
			{
				codec: "S_TEXT/ASS",
				captions: [[1, 2, "0,0,Default,,0,0,0,,{\\i1}Styled{\\i0}, with a comma\\Nand a line"]],
			},
			["Styled, with a comma\nand a line"],
		],
		[
			"WebVTT",
			{ codec: "D_WEBVTT/SUBTITLES", captions: [[1, 2, "name\nalign:start\n<v Bob>Words"]] },
			["Words"],
		],
	])("as %s are found through the index", async (_codec, content, words) => {
		const { cues } = await read(makeMatroska({ captions: CAPTIONS, ...content }));
		expect(cues.map(({ text }) => text)).toEqual(words);
	});

	test("keep their times and language", async () => {
		const { track, cues } = await read(makeMatroska({ captions: CAPTIONS, language: "ger" }));
		expect(track?.language).toBe("ger");
		expect(cues.map(({ start, end }) => [start, end])).toEqual([
			[0, 2],
			[3, 5],
		]);
	});

	test("without an index are not searched for in the whole file", async () => {
		expect((await read(makeMatroska({ captions: CAPTIONS, indexed: false }))).cues).toEqual([]);
	});

	test("chapters are read in order of time", async () => {
		const chapters = [
			[0, "Opening"],
			[61.5, "Middle"],
		] as const;
		const { index } = await read(makeMatroska({ chapters }));
		expect(index?.chapters).toEqual([
			{ start: 0, title: "Opening" },
			{ start: 61.5, title: "Middle" },
		]);
	});

	test("in a damaged file are read as far as possible", async () => {
		const intact = makeMatroska({ captions: CAPTIONS, chapters: [[0, "Opening"]] });
		await property(300, async (chance) => {
			const bytes = intact.slice(0, chance.below(4) === 0 ? chance.below(intact.length) : intact.length);
			for (let count = chance.below(12); count > 0; count--)
				bytes[chance.below(bytes.length)] = chance.pick([0, 1, 0x7f, 0x80, 0xff, chance.below(256)]);
			for (const cue of (await read(bytes)).cues) expect(cue.end).toBeGreaterThanOrEqual(cue.start);
		});
	});
});
