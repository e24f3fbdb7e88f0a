import { describe, expect, test } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { readHeard, WHISPER } from "../../../../src/extract/media/speech/whisper.ts";
import { MemoryDesk, PausedError } from "../../../../src/extract/resume-store.ts";
import { extractFile } from "../../../../src/extract/run.ts";
import type { Facts } from "../../../../src/protocol/files/facts.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { join } from "../../../fixtures/bytes.ts";
import { makeFilm } from "../../../fixtures/mp4.ts";
import { makeWav } from "../../../fixtures/wav.ts";
import { fact, sourceOf } from "../../from-bytes.ts";

/** Seconds of a WAV piece: 16,000 bytes a second. */
const PIECE_S = (1024 * 1024) / 16_000;

/** A model that hears one sentence in each piece, as the documented contract has it, and remembers what it was given. */
function listener(fails: (call: number) => boolean = () => false) {
	const heard: Uint8Array[] = [];
	let calls = 0;
	const model: AskModel = async ({ model, inputs }: ModelCall) => {
		expect(model).toBe(WHISPER);
		if (fails(++calls)) return refuse({ code: "model-slow", detail: "The model did not answer." });
		heard.push(Uint8Array.from(Buffer.from(String(inputs.audio), "base64")));
		const text = `Sentence ${heard.length} was said.`;
		return ok({
			text,
			transcription_info: { language: "en", duration: PIECE_S },
			segments: [{ start: 1, end: 3, text: ` ${text}`, no_speech_prob: 0 }],
		});
	};
	return { model, heard, calls: () => calls };
}

/** Reads a recording in as many turns as it wants. */
async function read(bytes: Uint8Array, name: string, model: AskModel, now = () => 0) {
	const desk = new MemoryDesk();
	for (let turns = 1; turns < 50; turns++) {
		try {
			const { result } = await extractFile({ name, source: sourceOf(bytes), now, desk, model }, () => {});
			if (!result.ok) throw new Error(result.problem.detail);
			return { facts: result.value, desk, turns };
		} catch (error) {
			if (!(error instanceof PausedError)) throw error;
		}
	}
	throw new Error("It never ended.");
}

function linesOf(desk: MemoryDesk): [number, string][] {
	return desk.chunks(0, 100).flatMap(({ text, place }) => {
		const lines = text.trimEnd().split("\n");
		return lines.map((line, index): [number, string] => [place.lines?.[index] ?? -1, line]);
	});
}

function warnings({ warnings }: Facts): string {
	return warnings.join(" ");
}

/** So many seconds of an MP3 of 128 kbit/s, 44.1 kHz, behind a tag with a picture. */
function makeMp3(frames: number, tag = 3_000): Uint8Array {
	const frame = new Uint8Array(417);
	frame.set([0xff, 0xfb, 0x90, 0x00]);
	const head = Uint8Array.of(0x49, 0x44, 0x33, 3, 0, 0, 0, 0, tag >> 7, tag & 0x7f);
	// Something in the tag that looks like the beginning of a frame.
	return join(head, [0xff, 0xfb], new Uint8Array(tag - 2), ...Array.from({ length: frames }, () => frame));
}

/** The frames of AAC in ADTS: LC, 44.1 kHz, two channels, without a checksum (ISO 14496-3, 1.A.2). */
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

describe("a recording that a model listens to", () => {
	test("is cut where samples begin, and its words have the times of the whole", async () => {
		const { model, heard } = listener();
		const wav = makeWav({ seconds: 180, title: "A talk" });
		const { facts, desk } = await read(wav, "talk.wav", model);
		expect(linesOf(desk)).toEqual([
			[1, "Sentence 1 was said."],
			[Number((1 + PIECE_S).toFixed(3)), "Sentence 2 was said."],
			[Number((1 + 2 * PIECE_S).toFixed(3)), "Sentence 3 was said."],
		]);
		expect(fact(facts, "transcript")).toMatchObject({ value: 3, text: "3 captions (en)" });
		expect(warnings(facts)).toContain("heard by a model");
		for (const piece of heard) {
			const { result } = await extractFile(
				{ name: "p.wav", source: sourceOf(piece), now: () => 0 },
				() => {},
			);
			expect(result.ok && fact(result.value, "sampleRate")?.value).toBe(8_000);
		}
		const sound = heard.reduce((sum, { length }) => sum + length - 44, 0);
		expect(sound).toBe(180 * 16_000);
	});

	test("as an MP3 is cut between frames, behind its tag", async () => {
		const { model, heard } = listener();
		const mp3 = makeMp3(4_000);
		const { desk } = await read(mp3, "talk.mp3", model);
		expect(linesOf(desk).map(([, line]) => line)).toEqual(["Sentence 1 was said.", "Sentence 2 was said."]);
		expect(heard.reduce((sum, { length }) => sum + length, 0)).toBe(4_000 * 417);
		expect(heard.every((piece) => piece[0] === 0xff && piece.length % 417 === 0)).toBe(true);
		const [, second] = linesOf(desk);
		expect(second?.[0]).toBeCloseTo(1 + (((heard[0]?.length ?? 0) / 417) * 1152) / 44_100, 2);
	});

	test("is not asked for twice what was heard before a break", async () => {
		const { model, calls } = listener();
		const wav = makeWav({ seconds: 400 });
		const { turns } = await read(wav, "talk.wav", model);
		expect(turns).toBeGreaterThan(2);
		expect(calls()).toBe(Math.ceil(400 / PIECE_S));
	});

	test("keeps what was heard when the model falls silent, and tells why", async () => {
		const { model } = listener((call) => call > 1);
		const { facts } = await read(makeWav({ seconds: 180 }), "talk.wav", model);
		expect(fact(facts, "transcript")?.value).toBe(1);
		expect(warnings(facts)).toContain("The transcript ends early: The model did not answer.");
		const { model: silent } = listener(() => true);
		const nothing = await read(makeWav({ seconds: 2 }), "talk.wav", silent);
		expect(fact(nothing.facts, "transcript")).toBeUndefined();
		expect(warnings(nothing.facts)).toContain("There is no transcript");
	});

	test("is taken out of a film, frame by frame", async () => {
		const { model, heard } = listener();
		const frame = (n: number) => new Uint8Array(1_000 + (n % 7)).fill(n);
		// Sixty stretches of half a second, with pictures between them.
		const sound = Array.from({ length: 60 }, (_, chunk) =>
			Array.from({ length: 21 }, (_, index) => frame(chunk * 21 + index)),
		);
		const { desk, facts } = await read(makeFilm({ seconds: 30, sound, channels: 2 }), "film.mp4", model);
		const pieces = heard.map(framesOf);
		expect(pieces.flat()).toEqual(sound.flat());
		expect(pieces).toHaveLength(2);
		const second = 1 + ((pieces[0]?.length ?? 0) * 30) / sound.flat().length;
		expect(linesOf(desk).map(([time]) => time)).toEqual([1, Number(second.toFixed(3))]);
		expect(fact(facts, "transcript")?.value).toBe(2);
	});

	test("is cut out of a large film by one read for each mebibyte, in bounded pieces", async () => {
		const { model, heard } = listener();
		const frame = new Uint8Array(200).fill(3);
		// A tenth of a second of sound, then pictures: thirty mebibytes in all.
		const sound = Array.from({ length: 300 }, () => [frame, frame, frame, frame]);
		const film = makeFilm({ seconds: 28, sound, channels: 2, pictureBytes: 100_000 });
		const { turns, desk } = await read(film, "film.mp4", model);
		expect(heard.map((piece) => framesOf(piece).length)).toEqual([1056, 144]);
		expect(turns).toBe(2);
		expect(linesOf(desk).map(([time]) => time)).toEqual([1, 25.64]);
	});

	test("ends, and says so, where a frame is longer than any can be", async () => {
		const { model, heard } = listener();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [new Uint8Array(9_000)]], channels: 2 });
		const { facts } = await read(film, "film.mp4", model);
		expect(heard.flatMap(framesOf)).toEqual([frame, frame]);
		expect(warnings(facts)).toContain("The transcript ends early");
	});

	test("is listened to one piece a turn when the model takes its time", async () => {
		let clock = 0;
		const { model, calls } = listener();
		const slow: AskModel = (call) => {
			clock += 25_000;
			return model(call);
		};
		const { turns } = await read(makeWav({ seconds: 180 }), "talk.wav", slow, () => clock);
		expect([turns, calls()]).toEqual([3, 3]);
	});

	test("is read as far as it goes when a film is cut off", async () => {
		const { model, heard } = listener();
		const frame = new Uint8Array(400).fill(5);
		const film = makeFilm({ seconds: 2, sound: [[frame, frame], [frame]], channels: 2 });
		// The movie box stands behind the pictures: its second chunk is said to lie beyond the end.
		const view = new DataView(film.buffer, film.byteOffset);
		view.setUint32(
			Buffer.from(film).indexOf("stco", Buffer.from(film).indexOf("soun")) + 16,
			film.length - 10,
		);
		await read(film, "film.mp4", model);
		expect(heard.flatMap(framesOf)).toEqual([frame, frame]);
	});

	test("is not listened to when its sound cannot be cut out, or it has captions; then it says so", async () => {
		const { model, calls } = listener();
		const film = await read(makeFilm({}), "film.mp4", model);
		expect(warnings(film.facts)).toContain("cannot be cut out for the model that listens");
		const mute = await read(makeFilm({ mute: true }), "film.mp4", model);
		expect(warnings(mute.facts)).toContain("there is no sound in it");
		await read(makeFilm({ captions: [[2, "Its own words."]] }), "film.mp4", model);
		expect(calls()).toBe(0);
	});
});

describe("what the model answers", () => {
	test.each([
		["nothing", undefined],
		["a text", "words"],
		["no text", { segments: [] }],
	])("%s is no answer", (_what, answer) => {
		expect(readHeard(answer, 10)).toBeUndefined();
	});

	test("is bounded and put right", () => {
		const segments = [
			{ start: 5, end: 2, text: "second" },
			{ start: -3, end: Number.NaN, text: "first" },
			{ start: 1e9, text: "third" },
			{ text: 7 },
			null,
			{ start: 1, end: 2, text: "  " },
		];
		const heard = readHeard({ text: "x", segments, transcription_info: { language: "<b>" } }, 60);
		expect(heard?.cues.map(({ start, text }) => [start, text])).toEqual([
			[0, "first"],
			[5, "second"],
			[60, "third"],
		]);
		expect(heard?.language).toBeUndefined();
	});

	test("may be text alone", () => {
		expect(readHeard({ text: " All of it. " }, 9)?.cues).toMatchObject([{ start: 0, text: "All of it." }]);
	});
});
