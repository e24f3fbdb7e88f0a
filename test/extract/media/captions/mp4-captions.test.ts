import { describe, expect, test } from "vitest";
import { readTextSample, sampleLocations } from "../../../../src/extract/media/captions/mp4-captions.ts";
import { readMovie } from "../../../../src/extract/media/containers/isobmff.ts";
import { RangedReader } from "../../../../src/extract/ranged-reader.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { property } from "../../../support/seed.ts";
import { sourceOf } from "../../from-bytes.ts";

const CAPTIONS = [
	[2, "First words"],
	[1, ""],
	[3, "Grüße"],
] as const;

async function read(bytes: Uint8Array) {
	const reader = new RangedReader(sourceOf(bytes), 10_000_000);
	const track = (await readMovie(reader)).tracks.find(({ handler }) => handler === "sbtl");
	if (track?.sampleTables === undefined) return { track, cues: [] };
	const locations = await sampleLocations(reader, track.sampleTables);
	const cues = await Promise.all(
		locations.map((location) => readTextSample(reader, location, track.codec ?? "")),
	);
	return { track, cues: cues.filter((cue) => cue !== undefined) };
}

describe("captions in an MP4", () => {
	test.each(["tx3g", "wvtt"] as const)(
		"as %s are found through the sample tables, with their times",
		async (captionCodec) => {
			const { track, cues } = await read(makeFilm({ captions: CAPTIONS, captionCodec }));
			expect(track).toMatchObject({ codec: captionCodec, language: "deu" });
			expect(cues).toEqual([
				{ start: 0, end: 2, text: "First words" },
				{ start: 3, end: 6, text: "Grüße" },
			]);
		},
	);

	test("with damaged tables are read as far as possible", async () => {
		const intact = makeFilm({ captions: CAPTIONS });
		await property(300, async (chance) => {
			const bytes = intact.slice();
			for (let count = 1 + chance.below(12); count > 0; count--)
				bytes[chance.below(bytes.length)] = chance.pick([0, 1, 0x7f, 0x80, 0xff, chance.below(256)]);
			for (const { text } of (await read(bytes)).cues) expect(text.isWellFormed()).toBe(true);
		});
	});
});
