import type { AskModel } from "../../ask-model.ts";
import type { ExtractionInput, ReportStage } from "../../pipeline.ts";
import { PausedError } from "../../resume-store.ts";
import {
	finishTranscript,
	type SpeechProgress,
	saveProgress,
	type TranscriptProgress,
	toChunks,
} from "../transcript.ts";
import { type AudioSplitter, PIECE_BYTES } from "./audio-splitter.ts";
import { transcribePiece } from "./whisper.ts";

/** Most pieces of one recording that are transcribed: about ten hours of speech at usual bit rates. */
const MAX_PIECES = 600;

/** Most pieces per turn: what one call may read is enough for these and the container. */
const TURN_PIECES = 2;

/**
 * Storage requests and milliseconds after which a turn starts no further piece: the smallest plan allows 50 requests in
 * one invocation, and reading a file is stopped after twenty seconds, of which the model may take most for one piece.
 */
const TURN_REQUESTS = 8;
const TURN_MS = 5_000;

/**
 * Transcribes a recording piece by piece. Each piece is saved before the next one is requested, so that none is paid
 * for twice. If the model fails, the transcript so far is kept and `progress.speech.missed` says why it ends.
 */
export async function transcribeSpeech(
	splitter: AudioSplitter,
	model: AskModel,
	{ resumeStore, reader, now }: Pick<ExtractionInput, "resumeStore" | "reader" | "now">,
	progress: TranscriptProgress,
	reportStage: ReportStage,
): Promise<void> {
	const speech: SpeechProgress = progress.speech ?? { at: splitter.start, seconds: 0, pieces: 0 };
	progress.speech = speech;
	const [startedAt, requestsBefore] = [now(), reader.requestCount];
	const total = Math.max(1, Math.ceil((splitter.end - splitter.start) / PIECE_BYTES));
	const report = () =>
		reportStage("transcript_generation", {
			done: Math.min(total, Math.floor((speech.at - splitter.start) / PIECE_BYTES)),
			total,
		});
	for (let count = 0; speech.at < splitter.end; count++) {
		const isTurnOver = reader.requestCount - requestsBefore >= TURN_REQUESTS || now() - startedAt >= TURN_MS;
		if (count === TURN_PIECES || (count > 0 && isTurnOver)) throw new PausedError();
		report();
		if (speech.pieces === MAX_PIECES) {
			speech.missed = `only the first ${MAX_PIECES} pieces of a recording are transcribed.`;
			break;
		}
		const piece = await splitter.pieceAt(speech.at);
		if (piece === undefined) break;
		const answer = await transcribePiece(model, piece.bytes, piece.seconds);
		if (!answer.ok) {
			speech.missed = answer.problem;
			break;
		}
		const { cues, language } = answer.value;
		const shifted = cues.map(({ start, end, text }) => {
			return { start: start + speech.seconds, end: end + speech.seconds, text };
		});
		speech.at = piece.next;
		speech.seconds += piece.seconds;
		speech.pieces += 1;
		if (language !== undefined) speech.language ??= language;
		saveProgress(resumeStore, progress, toChunks(shifted, progress));
		report();
		await resumeStore.yieldToLoop();
	}
	if (splitter.endsEarly)
		speech.missed ??= "the rest of the audio cannot be extracted for speech recognition.";
	finishTranscript(resumeStore, progress);
}
