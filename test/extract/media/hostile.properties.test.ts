import { describe, test } from "vitest";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeOpus } from "../../fixtures/ogg.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { property } from "../../support/seed.ts";
import { expectSafeResult } from "./expect-safe-result.ts";

const film = makeFilm({
	place: "+52.5163+013.3777/",
	primaries: 1,
	title: "Title",
	items: { "com.apple.quicktime.make": "Maker" },
});
const INTACT: [string, Uint8Array][] = [
	["video", film],
	["WAV", makeWav({ title: "Rain" }).slice(0, 4000)],
	["Opus file", makeOpus()],
];

describe("damaged recordings", () => {
	test.each(INTACT)("a %s truncated at any length gives facts or is refused", async (_what, intact) => {
		const step = Math.max(1, Math.floor(intact.length / 200));
		for (let length = 0; length < intact.length; length += step)
			await expectSafeResult(intact.slice(0, length));
	});

	test.each(INTACT)("a %s with random bytes in it gives facts or is refused", async (_what, intact) => {
		await property(150, async (chance) => {
			const bytes = intact.slice();
			for (let count = 1 + chance.below(20); count > 0; count--)
				bytes[chance.below(bytes.length)] = chance.pick([0, 1, 0x7f, 0x80, 0xff, chance.below(256)]);
			await expectSafeResult(bytes);
		});
	});
});
