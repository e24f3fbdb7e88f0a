import { describe, expect, test } from "vitest";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeOpus } from "../../fixtures/ogg.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { extractBytes, fact, factsOf, refusalOf, sourceOf } from "../from-bytes.ts";

describe("a video", () => {
	test("gives display size, frame rate, duration, codecs and channels", async () => {
		const facts = await factsOf(
			makeFilm({ width: 1920, height: 1080, rotation: 90, seconds: 4, frames: 100, channels: 6 }),
		);
		expect(facts.kind).toBe("video");
		expect(fact(facts, "size")).toMatchObject({
			value: { width: 1080, height: 1920 },
			text: "1,080 × 1,920",
		});
		expect(fact(facts, "rotation")?.value).toBe(90);
		expect(fact(facts, "frameRate")?.value).toBe(25);
		expect(fact(facts, "duration")).toMatchObject({ value: 4, text: "4.0 s" });
		expect(fact(facts, "videoCodec")?.value).toBe("H.264");
		expect(fact(facts, "audioCodec")?.value).toBe("AAC");
		expect(fact(facts, "channels")).toMatchObject({ value: 6, text: "6 (5.1)" });
		expect(facts.warnings).toEqual([
			"There is no transcript: this video has no readable captions, and no caption file was uploaded with it.",
		]);
	});

	test.each([
		["user data", { place: "+52.5163+013.3777+034.0/" }],
		["QuickTime metadata", { items: { "com.apple.quicktime.location.ISO6709": "+52.5163+013.3777+034.0/" } }],
	])("gives the location from its %s", async (_what, content) => {
		expect(fact(await factsOf(makeFilm(content)), "location")).toMatchObject({
			value: { latitude: 52.5163, longitude: 13.3777, altitude: 34 },
			text: "52.51630° N, 13.37770° E, 34 m",
		});
	});

	test("gives date, camera and colours of the recording", async () => {
		const facts = await factsOf(
			makeFilm({
				brand: "qt  ",
				primaries: 9,
				items: {
					"com.apple.quicktime.make": "Apple",
					"com.apple.quicktime.model": "iPhone 15 Pro",
					"com.apple.quicktime.creationdate": "2026-05-04T03:02:01+0200",
				},
			}),
		);
		expect(facts.format.mime).toBe("video/quicktime");
		expect(fact(facts, "camera")?.value).toBe("Apple iPhone 15 Pro");
		expect(fact(facts, "takenAt")?.value).toBe("2026-05-04T03:02:01+0200");
		expect(fact(facts, "colorProfile")?.value).toBe("BT.2020 HDR (PQ)");
	});

	test("invents no location, date or rotation", async () => {
		const facts = await factsOf(makeFilm({ place: "+99+200/" }));
		for (const name of ["location", "takenAt", "rotation", "colorProfile", "camera"])
			expect(fact(facts, name)).toBeUndefined();
	});

	test("is read only in part, whatever its size", async () => {
		const source = sourceOf(makeFilm({ filmBytes: 3_000_000 }));
		const { size, reads } = source;
		const { extractFile } = await import("../../../src/extract/extract-file.ts");
		const { result } = await extractFile({ name: "film.mp4", source, now: () => 0 }, () => {});
		expect(result.ok).toBe(true);
		expect(reads.reduce((sum, [, length]) => sum + length, 0)).toBeLessThan(size / 10);
	});

	test("truncated before its movie box is refused with a reason", async () => {
		const film = makeFilm({ filmBytes: 20_000 });
		expect(await refusalOf(film.slice(0, 10_000))).toMatchObject({
			code: "unreadable-media",
			detail: expect.stringContaining("MP4 video"),
		});
	});
});

describe("an audio recording", () => {
	test("as WAV gives duration, sample rate, channels and title", async () => {
		const facts = await factsOf(makeWav({ seconds: 2, rate: 8_000, channels: 2, title: "Rain" }));
		expect(facts.kind).toBe("audio");
		expect(fact(facts, "duration")?.value).toBe(2);
		expect(fact(facts, "sampleRate")).toMatchObject({ value: 8_000, text: "8 kHz" });
		expect(fact(facts, "channels")?.text).toBe("Stereo");
		expect(fact(facts, "title")?.value).toBe("Rain");
	});

	test("as Opus gives the duration from its last page", async () => {
		const facts = await factsOf(makeOpus({ seconds: 75, title: "A talk" }));
		expect(fact(facts, "duration")).toMatchObject({ value: 75, text: "1:15" });
		expect(fact(facts, "audioCodec")?.value).toBe("Opus");
		expect(fact(facts, "title")?.value).toBe("A talk");
	});

	test("of thirty bytes is refused or gives a warning", async () => {
		const { result } = await extractBytes(makeOpus().slice(0, 30));
		expect(result.ok && result.value.warnings.length === 0).toBe(false);
	});
});
