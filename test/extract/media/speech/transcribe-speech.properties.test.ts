import { describe, expect, test } from "vitest";
import type { AskModel } from "../../../../src/extract/ask-model.ts";
import { extractFile } from "../../../../src/extract/extract-file.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { makeWav } from "../../../fixtures/wav.ts";
import { fact, sourceOf } from "../../from-bytes.ts";
import { fakeWhisper, framesOf, linesOf, PIECE_S, readInTurns, warnings } from "./fake-whisper.ts";

describe("speech recognition", () => {
	test("splits a WAV at samples and gives times in the whole recording", async () => {
		const { model, received } = fakeWhisper();
		const wav = makeWav({ seconds: 180, title: "A talk" });
		const { facts, resumeStore } = await readInTurns(wav, "talk.wav", model);
		expect(await linesOf(resumeStore)).toEqual([
			[1, "Sentence 1 was said."],
			[Number((1 + PIECE_S).toFixed(3)), "Sentence 2 was said."],
			[Number((1 + 2 * PIECE_S).toFixed(3)), "Sentence 3 was said."],
		]);
		expect(fact(facts, "transcript")).toMatchObject({ value: 3, text: "3 captions (en)" });
		expect(warnings(facts)).toContain("made by speech recognition");
		for (const piece of received) {
			const { result } = await extractFile(
				{ name: "p.wav", source: sourceOf(piece), now: () => 0 },
				() => {},
			);
			expect(result.ok && fact(result.value, "sampleRate")?.value).toBe(8_000);
		}
		const sound = received.reduce((sum, { length }) => sum + length - 44, 0);
		expect(sound).toBe(180 * 16_000);
	});

	test("requests no piece twice across turns", async () => {
		const { model, calls } = fakeWhisper();
		const wav = makeWav({ seconds: 400 });
		const { turns } = await readInTurns(wav, "talk.wav", model);
		expect(turns).toBeGreaterThan(2);
		expect(calls()).toBe(Math.ceil(400 / PIECE_S));
	});

	test("keeps the transcript so far when the model fails, and says why it ends", async () => {
		const { model } = fakeWhisper((call) => call > 1);
		const { facts } = await readInTurns(makeWav({ seconds: 180 }), "talk.wav", model);
		expect(fact(facts, "transcript")?.value).toBe(1);
		expect(warnings(facts)).toContain("The transcript ends early: The model did not answer.");
		const { model: failing } = fakeWhisper(() => true);
		const nothing = await readInTurns(makeWav({ seconds: 2 }), "talk.wav", failing);
		expect(fact(nothing.facts, "transcript")).toBeUndefined();
		expect(warnings(nothing.facts)).toContain("There is no transcript");
	});

	test("reads a large video once per mebibyte, in bounded pieces", async () => {
		const { model, received } = fakeWhisper();
		const frame = new Uint8Array(200).fill(3);
		// A tenth of a second of audio, then pictures: thirty mebibytes in all.
		const sound = Array.from({ length: 300 }, () => [frame, frame, frame, frame]);
		const film = makeFilm({ seconds: 28, sound, channels: 2, pictureBytes: 100_000 });
		const { turns, resumeStore } = await readInTurns(film, "film.mp4", model);
		expect(received.map((piece) => framesOf(piece).length)).toEqual([1056, 144]);
		expect(turns).toBe(2);
		const lines = await linesOf(resumeStore);
		expect(lines.map(([time]) => time)).toEqual([1, 25.64]);
	});

	test("transcribes one piece per turn when the model is slow", async () => {
		let clock = 0;
		const { model, calls } = fakeWhisper();
		const slow: AskModel = (call) => {
			clock += 25_000;
			return model(call);
		};
		const { turns } = await readInTurns(makeWav({ seconds: 180 }), "talk.wav", slow, () => clock);
		expect([turns, calls()]).toEqual([3, 3]);
	});
});
