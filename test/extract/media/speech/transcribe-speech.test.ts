import { describe, expect, test } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { extractFile } from "../../../../src/extract/extract-file.ts";
import { parseTranscription, WHISPER } from "../../../../src/extract/media/speech/whisper.ts";
import { MemoryResumeStore, PausedError } from "../../../../src/extract/resume-store.ts";
import type { Facts } from "../../../../src/protocol/files/facts.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { join } from "../../../fixtures/bytes.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { makeWav } from "../../../fixtures/wav.ts";
import { fact, sourceOf } from "../../from-bytes.ts";

/** Seconds of a WAV piece: 16,000 bytes a second. */
const PIECE_S = (1024 * 1024) / 16_000;

/** A model that answers with one sentence per piece, in the documented format, and records the audio it received. */
function fakeModel(fails: (call: number) => boolean = () => false) {
	const received: Uint8Array[] = [];
	let calls = 0;
	const model: AskModel = async ({ model, inputs }: ModelCall) => {
		expect(model).toBe(WHISPER);
		if (fails(++calls)) return refuse({ code: "model-slow", detail: "The model did not answer." });
		received.push(Uint8Array.from(Buffer.from(String(inputs.audio), "base64")));
		const text = `Sentence ${received.length} was said.`;
		return ok({
			text,
			transcription_info: { language: "en", duration: PIECE_S },
			segments: [{ start: 1, end: 3, text: ` ${text}`, no_speech_prob: 0 }],
		});
	};
	return { model, received, calls: () => calls };
}

/** Reads a recording in as many turns as it takes. */
async function read(bytes: Uint8Array, name: string, model: AskModel, now = () => 0) {
	const resumeStore = new MemoryResumeStore();
	for (let turns = 1; turns < 50; turns++) {
		try {
			const { result } = await extractFile(
				{ name, source: sourceOf(bytes), now, resumeStore, model },
				() => {},
			);
			if (!result.ok) throw new Error(result.problem.detail);
			return { facts: result.value, resumeStore, turns };
		} catch (error) {
			if (!(error instanceof PausedError)) throw error;
		}
	}
	throw new Error("It never ended.");
}

function linesOf(resumeStore: MemoryResumeStore): [number, string][] {
	return resumeStore.chunks(0, 100).flatMap(({ text, place }) => {
		const lines = text.trimEnd().split("\n");
		return lines.map((line, index): [number, string] => [place.lines?.[index] ?? -1, line]);
	});
}

function warnings({ warnings }: Facts): string {
	return warnings.join(" ");
}

/** An MP3 of `frames` frames at 128 kbit/s and 44.1 kHz, after a tag of `tag` bytes. */
function makeMp3(frames: number, tag = 3_000): Uint8Array {
	const frame = new Uint8Array(417);
	frame.set([0xff, 0xfb, 0x90, 0x00]);
	const head = Uint8Array.of(0x49, 0x44, 0x33, 3, 0, 0, 0, 0, tag >> 7, tag & 0x7f);
	// The tag contains bytes that look like the start of a frame.
	return join(head, [0xff, 0xfb], new Uint8Array(tag - 2), ...Array.from({ length: frames }, () => frame));
}

/** The AAC frames in ADTS: LC, 44.1 kHz, two channels, without a CRC (ISO/IEC 14496-3, 1.A.2). */
function framesOf(piece: Uint8Array): Uint8Array[] {
	const frames: Uint8Array[] = [];
	for (let at = 0; at < piece.length; ) {
		const [sync, second, third, fourth = 0, fifth = 0, sixth = 0] = piece.subarray(at, at + 7);
		expect([sync, second, third]).toEqual([0xff, 0xf1, 0x50]);
		const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
		frames.push(piece.slice(at + 7, at + length));
		at += length;
	}
	return frames;
}

describe("speech recognition", () => {
	test("splits a WAV at samples and gives times in the whole recording", async () => {
		const { model, received } = fakeModel();
		const wav = makeWav({ seconds: 180, title: "A talk" });
		const { facts, resumeStore } = await read(wav, "talk.wav", model);
		expect(linesOf(resumeStore)).toEqual([
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

	test("splits an MP3 between frames and skips its tag", async () => {
		const { model, received } = fakeModel();
		const mp3 = makeMp3(4_000);
		const { resumeStore } = await read(mp3, "talk.mp3", model);
		expect(linesOf(resumeStore).map(([, line]) => line)).toEqual([
			"Sentence 1 was said.",
			"Sentence 2 was said.",
		]);
		expect(received.reduce((sum, { length }) => sum + length, 0)).toBe(4_000 * 417);
		expect(received.every((piece) => piece[0] === 0xff && piece.length % 417 === 0)).toBe(true);
		const [, second] = linesOf(resumeStore);
		expect(second?.[0]).toBeCloseTo(1 + (((received[0]?.length ?? 0) / 417) * 1152) / 44_100, 2);
	});

	test("requests no piece twice across turns", async () => {
		const { model, calls } = fakeModel();
		const wav = makeWav({ seconds: 400 });
		const { turns } = await read(wav, "talk.wav", model);
		expect(turns).toBeGreaterThan(2);
		expect(calls()).toBe(Math.ceil(400 / PIECE_S));
	});

	test("keeps the transcript so far when the model fails, and says why it ends", async () => {
		const { model } = fakeModel((call) => call > 1);
		const { facts } = await read(makeWav({ seconds: 180 }), "talk.wav", model);
		expect(fact(facts, "transcript")?.value).toBe(1);
		expect(warnings(facts)).toContain("The transcript ends early: The model did not answer.");
		const { model: failing } = fakeModel(() => true);
		const nothing = await read(makeWav({ seconds: 2 }), "talk.wav", failing);
		expect(fact(nothing.facts, "transcript")).toBeUndefined();
		expect(warnings(nothing.facts)).toContain("There is no transcript");
	});

	test("extracts the audio of a video frame by frame", async () => {
		const { model, received } = fakeModel();
		const frame = (n: number) => new Uint8Array(1_000 + (n % 7)).fill(n);
		// Sixty runs of half a second, with pictures between them.
		const sound = Array.from({ length: 60 }, (_, chunk) =>
			Array.from({ length: 21 }, (_, index) => frame(chunk * 21 + index)),
		);
		const { resumeStore, facts } = await read(
			makeFilm({ seconds: 30, sound, channels: 2 }),
			"film.mp4",
			model,
		);
		const pieces = received.map(framesOf);
		expect(pieces.flat()).toEqual(sound.flat());
		expect(pieces).toHaveLength(2);
		const second = 1 + ((pieces[0]?.length ?? 0) * 30) / sound.flat().length;
		expect(linesOf(resumeStore).map(([time]) => time)).toEqual([1, Number(second.toFixed(3))]);
		expect(fact(facts, "transcript")?.value).toBe(2);
	});

	test("reads a large video once per mebibyte, in bounded pieces", async () => {
		const { model, received } = fakeModel();
		const frame = new Uint8Array(200).fill(3);
		// A tenth of a second of audio, then pictures: thirty mebibytes in all.
		const sound = Array.from({ length: 300 }, () => [frame, frame, frame, frame]);
		const film = makeFilm({ seconds: 28, sound, channels: 2, pictureBytes: 100_000 });
		const { turns, resumeStore } = await read(film, "film.mp4", model);
		expect(received.map((piece) => framesOf(piece).length)).toEqual([1056, 144]);
		expect(turns).toBe(2);
		expect(linesOf(resumeStore).map(([time]) => time)).toEqual([1, 25.64]);
	});

	test("ends at a frame that is too long, and says so", async () => {
		const { model, received } = fakeModel();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [new Uint8Array(9_000)]], channels: 2 });
		const { facts } = await read(film, "film.mp4", model);
		expect(received.flatMap(framesOf)).toEqual([frame, frame]);
		expect(warnings(facts)).toContain("The transcript ends early");
	});

	test("transcribes one piece per turn when the model is slow", async () => {
		let clock = 0;
		const { model, calls } = fakeModel();
		const slow: AskModel = (call) => {
			clock += 25_000;
			return model(call);
		};
		const { turns } = await read(makeWav({ seconds: 180 }), "talk.wav", slow, () => clock);
		expect([turns, calls()]).toEqual([3, 3]);
	});

	test("transcribes a truncated video as far as possible", async () => {
		const { model, received } = fakeModel();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [frame]], channels: 2 });
		// The movie box comes after the pictures, so the offset of the second chunk is set beyond the end.
		const view = new DataView(film.buffer, film.byteOffset);
		view.setUint32(
			Buffer.from(film).indexOf("stco", Buffer.from(film).indexOf("soun")) + 16,
			film.length - 10,
		);
		await read(film, "film.mp4", model);
		expect(received.flatMap(framesOf)).toEqual([frame, frame]);
	});

	test("is skipped, with a reason, where the audio cannot be extracted, and without one where there are captions", async () => {
		const { model, calls } = fakeModel();
		const film = await read(makeFilm({}), "film.mp4", model);
		expect(warnings(film.facts)).toContain("cannot be extracted for speech recognition");
		const mute = await read(makeFilm({ mute: true }), "film.mp4", model);
		expect(warnings(mute.facts)).toContain("it has no audio track");
		await read(makeFilm({ captions: [[2, "Its own words."]] }), "film.mp4", model);
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
