import { ok, type Result, refuse } from "../../../protocol/result.ts";
import type { AskModel } from "../../ask-model.ts";
import { type Cue, ordered, plainWords } from "../captions/cue.ts";

/** The model that listens, in the catalogue of Workers AI. */
export const WHISPER = "@cf/openai/whisper-large-v3-turbo";

/** Milliseconds for one piece: a minute of speech takes a few seconds. */
const WITHIN_MS = 60_000;

/** Segments of one piece that are taken, and characters of one: a minute has about twenty short ones. */
const MAX_SEGMENTS = 500;
const MAX_SEGMENT_CHARS = 2_000;

/** What was heard in one piece. Times are seconds from its beginning. */
export interface Heard {
	readonly cues: readonly Cue[];
	/** ISO 639-1, where the model tells it. */
	readonly language: string | undefined;
}

/** The base64 of bytes, in steps that a call's arguments can hold. */
function base64(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 0x8000)
		text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
	return btoa(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}

function cueOf(segment: unknown, seconds: number): Cue | undefined {
	if (!isObject(segment) || typeof segment.text !== "string") return undefined;
	const { start, end, text } = segment;
	const time = (value: unknown, otherwise: number) =>
		typeof value === "number" && Number.isFinite(value) ? Math.min(Math.max(value, 0), seconds) : otherwise;
	const from = time(start, 0);
	return { start: from, end: time(end, from), text: plainWords(text.slice(0, MAX_SEGMENT_CHARS)) };
}

/** Reads what the model answered; nobody has checked its shape. `seconds` is the length of the piece. */
export function readHeard(answer: unknown, seconds: number): Heard | undefined {
	if (!isObject(answer) || typeof answer.text !== "string") return undefined;
	const info = isObject(answer.transcription_info) ? answer.transcription_info : {};
	const segments = Array.isArray(answer.segments) ? answer.segments.slice(0, MAX_SEGMENTS) : [answer];
	const cues = segments.flatMap((segment: unknown) => cueOf(segment, seconds) ?? []);
	const language =
		typeof info.language === "string" && /^[a-z]{2,3}$/.test(info.language) ? info.language : undefined;
	return { cues: ordered(cues), language };
}

/** Has the model listen to one piece; a sentence for a person when it did not. */
export async function hearPiece(
	model: AskModel,
	bytes: Uint8Array,
	seconds: number,
): Promise<Result<Heard, string>> {
	const inputs = { audio: base64(bytes), task: "transcribe", vad_filter: true };
	const answer = await model({ model: WHISPER, inputs, withinMs: WITHIN_MS });
	if (!answer.ok) return refuse(answer.problem.detail);
	const heard = readHeard(answer.value, seconds);
	return heard ? ok(heard) : refuse(`The model ${WHISPER} gave an answer that is none.`);
}
