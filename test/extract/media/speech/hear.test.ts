import { describe, expect, test } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { MemoryDesk, PausedError } from "../../../../src/extract/desk.ts";
import { readHeard, WHISPER } from "../../../../src/extract/media/speech/whisper.ts";
import { extractFile } from "../../../../src/extract/run.ts";
import type { Facts } from "../../../../src/protocol/facts.ts";
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
async function read(bytes: Uint8Array, name: string, model: AskModel, desk = new MemoryDesk()) {
	for (let turns = 1; turns < 50; turns++) {
		try {
			const { result } = await extractFile(
				{ name, source: sourceOf(bytes), now: () => 0, desk, model },
				() => {},
			);
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

	test("is not listened to when it is a video, or has captions; then it says so", async () => {
		const { model, calls } = listener();
		const film = await read(makeFilm({}), "film.mp4", model);
		expect(warnings(film.facts)).toContain("the sound of a video cannot be given to the model");
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
