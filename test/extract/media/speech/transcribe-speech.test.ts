import { describe, expect, test } from "vitest";
import { parseTranscription } from "../../../../src/extract/media/speech/whisper.ts";
import { join } from "../../../fixtures/bytes.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { fact } from "../../from-bytes.ts";
import { fakeWhisper, framesOf, linesOf, readInTurns, warnings } from "./fake-whisper.ts";

/** An MP3 of `frames` frames at 128 kbit/s and 44.1 kHz, after a tag of `tag` bytes. */
function makeMp3(frames: number, tag = 3_000): Uint8Array {
	const frame = new Uint8Array(417);
	frame.set([0xff, 0xfb, 0x90, 0x00]);
	const head = Uint8Array.of(0x49, 0x44, 0x33, 3, 0, 0, 0, 0, tag >> 7, tag & 0x7f);
	// The tag contains bytes that look like the start of a frame.
	return join(head, [0xff, 0xfb], new Uint8Array(tag - 2), ...Array.from({ length: frames }, () => frame));
}

describe("speech recognition", () => {
	test("splits an MP3 between frames and skips its tag", async () => {
		const { model, received } = fakeWhisper();
		const mp3 = makeMp3(4_000);
		const { resumeStore } = await readInTurns(mp3, "talk.mp3", model);
		const lines = await linesOf(resumeStore);
		expect(lines.map(([, line]) => line)).toEqual(["Sentence 1 was said.", "Sentence 2 was said."]);
		expect(received.reduce((sum, { length }) => sum + length, 0)).toBe(4_000 * 417);
		expect(received.every((piece) => piece[0] === 0xff && piece.length % 417 === 0)).toBe(true);
		const [, second] = lines;
		expect(second?.[0]).toBeCloseTo(1 + (((received[0]?.length ?? 0) / 417) * 1152) / 44_100, 2);
	});

	test("extracts the audio of a video frame by frame", async () => {
		const { model, received } = fakeWhisper();
		const frame = (n: number) => new Uint8Array(1_000 + (n % 7)).fill(n);
		// Sixty runs of half a second, with pictures between them.
		const sound = Array.from({ length: 60 }, (_, chunk) =>
			Array.from({ length: 21 }, (_, index) => frame(chunk * 21 + index)),
		);
		const { resumeStore, facts } = await readInTurns(
			makeFilm({ seconds: 30, sound, channels: 2 }),
			"film.mp4",
			model,
		);
		const pieces = received.map(framesOf);
		expect(pieces.flat()).toEqual(sound.flat());
		expect(pieces).toHaveLength(2);
		const second = 1 + ((pieces[0]?.length ?? 0) * 30) / sound.flat().length;
		const lines = await linesOf(resumeStore);
		expect(lines.map(([time]) => time)).toEqual([1, Number(second.toFixed(3))]);
		expect(fact(facts, "transcript")?.value).toBe(2);
	});

	test("ends at a frame that is too long, and says so", async () => {
		const { model, received } = fakeWhisper();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [new Uint8Array(9_000)]], channels: 2 });
		const { facts } = await readInTurns(film, "film.mp4", model);
		expect(received.flatMap(framesOf)).toEqual([frame, frame]);
		expect(warnings(facts)).toContain("The transcript ends early");
	});

	test("transcribes a truncated video as far as possible", async () => {
		const { model, received } = fakeWhisper();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [frame]], channels: 2 });
		// The movie box comes after the pictures, so the offset of the second chunk is set beyond the end.
		const view = new DataView(film.buffer, film.byteOffset);
		view.setUint32(
			Buffer.from(film).indexOf("stco", Buffer.from(film).indexOf("soun")) + 16,
			film.length - 10,
		);
		await readInTurns(film, "film.mp4", model);
		expect(received.flatMap(framesOf)).toEqual([frame, frame]);
	});

	test("is skipped, with a reason, where the audio cannot be extracted, and without one where there are captions", async () => {
		const { model, calls } = fakeWhisper();
		const film = await readInTurns(makeFilm({}), "film.mp4", model);
		expect(warnings(film.facts)).toContain("cannot be extracted for speech recognition");
		const mute = await readInTurns(makeFilm({ mute: true }), "film.mp4", model);
		expect(warnings(mute.facts)).toContain("it has no audio track");
		await readInTurns(makeFilm({ captions: [[2, "Its own words."]] }), "film.mp4", model);
		expect(calls()).toBe(0);
	});
});

describe("the model's answer", () => {
	test.each([
		["nothing", undefined],
		["a text", "words"],
		["no text", { segments: [] }],
	])("%s is invalid", (_what, answer) => {
		expect(parseTranscription(answer, 10)).toBeUndefined();
	});

	test("is corrected and bounded", () => {
		const segments = [
			{ start: 5, end: 2, text: "second" },
			{ start: -3, end: Number.NaN, text: "first" },
			{ start: 1e9, text: "third" },
			{ text: 7 },
			null,
			{ start: 1, end: 2, text: "  " },
		];
		const received = parseTranscription({ text: "x", segments, transcription_info: { language: "<b>" } }, 60);
		expect(received?.cues.map(({ start, text }) => [start, text])).toEqual([
			[0, "first"],
			[5, "second"],
			[60, "third"],
		]);
		expect(received?.language).toBeUndefined();
	});

	test("may be plain text", () => {
		expect(parseTranscription({ text: " All of it. " }, 9)?.cues).toMatchObject([
			{ start: 0, text: "All of it." },
		]);
	});
});
