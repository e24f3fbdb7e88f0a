import { expect } from "vitest";
import type { AskModel, ModelCall } from "../../../../src/extract/ask-model.ts";
import { extractFile } from "../../../../src/extract/extract-file.ts";
import { WHISPER } from "../../../../src/extract/media/speech/whisper.ts";
import { MemoryResumeStore, PausedError } from "../../../../src/extract/resume-store.ts";
import type { Facts } from "../../../../src/protocol/files/facts.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { sourceOf } from "../../from-bytes.ts";

/** Seconds of a WAV piece: 16,000 bytes a second. */
export const PIECE_S = (1024 * 1024) / 16_000;

/** A model that answers with one sentence per piece, in the documented format, and records the audio it received. */
export function fakeWhisper(fails: (call: number) => boolean = () => false) {
	const received: Uint8Array[] = [];
	let calls = 0;
	const model: AskModel = async ({ model, inputs }: ModelCall) => {
		expect(model).toBe(WHISPER);
		if (fails(++calls)) return refuse({ code: "model-slow", detail: "The model did not answer." });
		received.push(new Uint8Array(Buffer.from(String(inputs.audio), "base64")));
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
export async function readInTurns(bytes: Uint8Array, name: string, model: AskModel, now = () => 0) {
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

/** Every line of the stored transcript with its time in seconds. */
export async function linesOf(resumeStore: MemoryResumeStore): Promise<[number, string][]> {
	const chunks = await resumeStore.chunks(0, 100);
	return chunks.flatMap(({ text, place }) => {
		const lines = text.trimEnd().split("\n");
		return lines.map((line, index): [number, string] => [place.lines?.[index] ?? -1, line]);
	});
}

/** All warnings as one text. */
export function warnings({ warnings }: Facts): string {
	return warnings.join(" ");
}

/** The AAC frames in ADTS: LC, 44.1 kHz, two channels, without a CRC (ISO/IEC 14496-3, 1.A.2). */
export function framesOf(piece: Uint8Array): Uint8Array[] {
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
