import { describe, expect, test } from "vitest";
import { readCaptionFile } from "../../../../src/extract/media/captions/caption-file.ts";
import { property } from "../../../support/seed.ts";

const VTT = `WEBVTT - a title

STYLE
::cue { color: red }

NOTE nothing to see

intro
00:01.000 --> 00:03.500 align:start position:10%
<v Anna>Hello <i>there</i> &amp; welcome
<c.loud>everybody</c>

01:00:00.000 --> 01:00:02.000
An hour later`;

const SRT = `\ufeff2\r\n00:00:05,000 --> 00:00:06,250\r\nSecond\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}First\r\nline two\r\n`;

describe("caption files", () => {
	test("WebVTT headers, styles, notes, names, settings and markup are ignored", () => {
		expect(readCaptionFile(VTT)).toEqual([
			{ start: 1, end: 3.5, text: "Hello there & welcome\neverybody" },
			{ start: 3600, end: 3602, text: "An hour later" },
		]);
	});

	test("SubRip with a byte order mark, carriage returns and the wrong order is read", () => {
		expect(readCaptionFile(SRT)).toEqual([
			{ start: 1, end: 2, text: "First\nline two" },
			{ start: 5, end: 6.25, text: "Second" },
		]);
	});

	test.each([
		["nothing", ""],
		["text without times", "one\n\ntwo\n\nthree"],
		["times without text", "00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\n   \n"],
		["half a timing line", "00:01.000 -->\nwords"],
	])("%s gives no cues", (_what, text) => expect(readCaptionFile(text)).toEqual([]));

	test("an end before its start is corrected", () => {
		const [first, second] = readCaptionFile("00:05.000 --> 00:01.000\na\n\n00:06.000 --> 00:06.000\nb");
		expect(first).toEqual({ start: 5, end: 6, text: "a" });
		expect(second).toEqual({ start: 6, end: 10, text: "b" });
	});

	test("cues with the same start and no end are shown until the next one", () => {
		const cues = readCaptionFile(
			"00:05.000 --> 00:05.000\na\n\n00:05.000 --> 00:05.000\nb\n\n00:06.000 --> 00:07.000\nc",
		);
		expect(cues.map(({ start, end }) => [start, end])).toEqual([
			[5, 6],
			[5, 6],
			[6, 7],
		]);
	});

	test("cues of any text are in order and end after they start", async () => {
		await property(200, async (chance) => {
			const pieces = [
				"\n",
				"\n\n",
				"00:01.000",
				" --> ",
				"99:99:99,9",
				"words",
				"\r\n",
				"<i>",
				"WEBVTT",
				"\ud800",
			] as const;
			const text = Array.from({ length: chance.below(60) }, () => chance.pick(pieces)).join("");
			let previous = 0;
			for (const cue of readCaptionFile(text)) {
				expect(cue.start).toBeGreaterThanOrEqual(previous);
				expect(cue.end).toBeGreaterThan(cue.start);
				expect(cue.text.isWellFormed()).toBe(true);
				previous = cue.start;
			}
		});
	});
});
