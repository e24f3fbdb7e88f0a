import type { AskModel } from "../../ask-model.ts";
import type { ExtractionInput, Reached } from "../../pipeline.ts";
import { PausedError } from "../../resume-store.ts";
import { chunksOf, endTranscript, keep, type TranscriptProgress } from "../transcript.ts";
import { PIECE_BYTES, type SoundCutter } from "./sound-cutter.ts";
import type { SpeechProgress } from "./speech-progress.ts";
import { hearPiece } from "./whisper.ts";

/** Pieces of one recording that are listened to: about ten hours of speech as people share it. */
const MAX_PIECES = 600;

/** Pieces of one turn: what may be read in one call holds them and the heads. */
const TURN_PIECES = 2;

/**
 * Requests of storage and milliseconds after which a turn begins no other piece: the smallest plan allows 50 requests in one
 * invocation, and a reader stops by itself after twenty seconds, of which a model may take most for one piece.
 */
const TURN_REQUESTS = 8;
const TURN_MS = 5_000;

/**
 * Has a model listen to a recording, piece by piece; each is kept before the next one is asked for, so that none is paid for
 * twice. Where the model does not answer, what was heard until then stays, and the reason is told.
 */
export async function hear(
	cutter: SoundCutter,
	model: AskModel,
	{ desk, reader, now }: Pick<ExtractionInput, "desk" | "reader" | "now">,
	progress: TranscriptProgress,
	reached: Reached,
): Promise<void> {
	const speech: SpeechProgress = progress.speech ?? { at: cutter.from, seconds: 0, pieces: 0 };
	progress.speech = speech;
	const [began, spentBefore] = [now(), reader.requests];
	const total = Math.max(1, Math.ceil((cutter.to - cutter.from) / PIECE_BYTES));
	const tell = () =>
		reached("transcript_generation", {
			done: Math.min(total, Math.floor((speech.at - cutter.from) / PIECE_BYTES)),
			total,
		});
	for (let turn = 0; speech.at < cutter.to; turn++) {
		const isSpent = reader.requests - spentBefore >= TURN_REQUESTS || now() - began >= TURN_MS;
		if (turn === TURN_PIECES || (turn > 0 && isSpent)) throw new PausedError();
		tell();
		if (speech.pieces === MAX_PIECES) {
			speech.missed = `only the first ${MAX_PIECES} pieces of a recording are listened to.`;
			break;
		}
		const piece = await cutter.cut(speech.at);
		if (piece === undefined) break;
		const heard = await hearPiece(model, piece.bytes, piece.seconds);
		if (!heard.ok) {
			speech.missed = heard.problem;
			break;
		}
		const { cues, language } = heard.value;
		const moved = cues.map(({ start, end, text }) => {
			return { start: start + speech.seconds, end: end + speech.seconds, text };
		});
		speech.at = piece.next;
		speech.seconds += piece.seconds;
		speech.pieces += 1;
		if (language !== undefined) speech.language ??= language;
		keep(desk, progress, chunksOf(moved, progress));
		tell();
		await desk.breathe();
	}
	if (cutter.endsEarly)
		speech.missed ??= "the sound behind its end cannot be cut out for the model that listens.";
	endTranscript(desk, progress);
}
