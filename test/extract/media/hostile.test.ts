import { describe, expect, test } from "vitest";
import { MAX_FACTS_CHARS, MAX_TITLE_CHARS } from "../../../src/extract/limits.ts";
import { join, u32 } from "../../fixtures/bytes.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { extractBytes } from "../from-bytes.ts";
import { expectSafeResult } from "./expect-safe-result.ts";

describe("recordings with oversized metadata", () => {
	test("with a title of two megabytes give facts that fit into a row", async () => {
		const long = "A title ".repeat(260_000);
		const items = {
			"com.apple.quicktime.make": long.slice(0, 60_000),
			"com.apple.quicktime.model": long.slice(0, 60_000),
		};
		const captions = Array.from(
			{ length: 5 },
			(_, index) => [1, `Sentence number ${index} is said here.`] as const,
		);
		const { result } = await extractBytes(makeFilm({ title: long, items, captions }));
		expect(result.ok && result.value.mindMap?.text.length).toBeLessThanOrEqual(MAX_TITLE_CHARS);
		expect(JSON.stringify(result).length).toBeLessThan(2 * MAX_FACTS_CHARS);
	});
});

describe("damaged recordings", () => {
	test.each([
		["movie boxes nested a thousand levels deep", nested(1000)],
		[
			"ten thousand empty boxes",
			join(makeFilm().slice(0, 24), ...Array.from({ length: 10_000 }, () => join(u32(8), "free"))),
		],
		["a box of no size before the movie", join(makeFilm().slice(0, 24), u32(0), "mdat", new Uint8Array(100))],
		[
			"a box of the largest possible size",
			join(makeFilm().slice(0, 24), u32(1), "moov", u32(0x7fff_ffff), u32(0xffff_ffff)),
		],
	])("%s: reading ends", async (_what, bytes) => expectSafeResult(bytes));
});

function nested(depth: number): Uint8Array {
	const head = makeFilm().slice(0, 24);
	const boxes = Array.from({ length: depth }, (_, level) => join(u32((depth - level) * 8), "moov"));
	return join(head, ...boxes);
}
