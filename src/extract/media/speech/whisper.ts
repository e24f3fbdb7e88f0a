import { ok, type Result, refuse } from "../../../protocol/result.ts";
import type { AskModel } from "../../ask-model.ts";
import { type Cue, plainCaptionText, sortCues } from "../captions/cue.ts";

/** The speech recognition model, by its name in Workers AI's catalogue. */
export const WHISPER = "@cf/openai/whisper-large-v3-turbo";

/** Time limit for one piece, in milliseconds: a minute of speech takes a few seconds. */
const TIMEOUT_MS = 60_000;

/** Most segments of one piece, and most characters of a segment: a minute has about twenty short ones. */
const MAX_SEGMENTS = 500;
const MAX_SEGMENT_CHARS = 2_000;

/** The transcript of one piece. Times are seconds from its beginning. */
export interface PieceTranscription {
	readonly cues: readonly Cue[];
	/** ISO 639-1, where the model gives one. */
	readonly language: string | undefined;
}

/** Encodes in steps, because the number of arguments of a call is limited. */
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
	const time = (value: unknown, fallback: number) =>
		typeof value === "number" && Number.isFinite(value) ? Math.min(Math.max(value, 0), seconds) : fallback;
	const from = time(start, 0);
	return { start: from, end: time(end, from), text: plainCaptionText(text.slice(0, MAX_SEGMENT_CHARS)) };
}

/**
 * Parses the model's answer, whose shape is not trusted; `undefined` where it is invalid. `seconds` is the duration of
 * the piece.
 */
export function parseTranscription(answer: unknown, seconds: number): PieceTranscription | undefined {
	if (!isObject(answer) || typeof answer.text !== "string") return undefined;
	const info = isObject(answer.transcription_info) ? answer.transcription_info : {};
	const segments = Array.isArray(answer.segments) ? answer.segments.slice(0, MAX_SEGMENTS) : [answer];
	const cues = segments.flatMap((segment: unknown) => cueOf(segment, seconds) ?? []);
	const language =
		typeof info.language === "string" && /^[a-z]{2,3}$/.test(info.language) ? info.language : undefined;
	return { cues: sortCues(cues), language };
}

/** Transcribes one piece. The problem is a sentence for people. */
export async function transcribePiece(
	model: AskModel,
	bytes: Uint8Array,
	seconds: number,
): Promise<Result<PieceTranscription, string>> {
	const inputs = { audio: base64(bytes), task: "transcribe", vad_filter: true };
	const answer = await model({ model: WHISPER, inputs, timeoutMs: TIMEOUT_MS });
	if (!answer.ok) return refuse(answer.problem.detail);
	const transcription = parseTranscription(answer.value, seconds);
	return transcription ? ok(transcription) : refuse(`The model ${WHISPER} returned an invalid answer.`);
}
