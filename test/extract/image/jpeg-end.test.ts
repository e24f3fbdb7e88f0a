import { describe, expect, test } from "vitest";
import { join } from "../../fixtures/bytes.ts";
import { makeJpeg } from "../../fixtures/jpeg.ts";
import { chance } from "../../support/seed.ts";
import { factsOf } from "../from-bytes.ts";

const TRUNCATED = "The file ends in the middle of the picture.";

/** Coded picture data: random bytes, each 0xFF followed by a stuffed 0. */
function codedData(length: number): Uint8Array {
	const random = chance(7);
	const bytes = Uint8Array.from({ length }, () => random.below(256));
	for (let at = 0; at < length; at++) if (bytes[at] === 0xff) bytes[at + 1] = 0;
	bytes[length - 1] = 1;
	return bytes;
}

/** A photo of which only the beginning is read, without an end marker. */
function longPhoto(...trailer: Uint8Array[]): Uint8Array {
	const head = makeJpeg({});
	return join(head.slice(0, head.length - 2), codedData(300_000), ...trailer);
}

describe("the end of a long photo", () => {
	test("is reported as truncated when the tail is picture data", async () => {
		const facts = await factsOf(longPhoto());
		expect(facts.warnings).toEqual([TRUNCATED]);
		expect(facts.quality.confidence).toBeLessThan(1);
	});

	test.each([
		["its end marker", Uint8Array.of(0xff, 0xd9)],
		["its end marker and a little padding", Uint8Array.of(0xff, 0xd9, 0, 0, 0)],
		["its end marker and 10 kB of padding", join(Uint8Array.of(0xff, 0xd9), new Uint8Array(10_000))],
		["its end marker and a video", join(Uint8Array.of(0xff, 0xd9), videoData(50_000))],
	])("is not reported when the file ends with %s", async (_what, trailer) => {
		expect((await factsOf(longPhoto(trailer))).warnings).toEqual([]);
	});
});

/** Data of another format: 0xFF is followed by any byte. */
function videoData(length: number): Uint8Array {
	const random = chance(11);
	return Uint8Array.from({ length }, () => random.below(256));
}
