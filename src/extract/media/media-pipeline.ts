import type { FileKind } from "../../protocol/files/file-state.ts";
import { ok, refuse } from "../../protocol/result.ts";
import { MAX_SPEECH_READ_BYTES } from "../limits.ts";
import type { ExtractionInput, Pipeline, PipelineStage, ReportStage } from "../pipeline.ts";
import { ReadLimitError } from "../ranged-reader.ts";
import { analyseTranscript } from "./analyse-transcript.ts";
import { type CaptionSource, findCaptions } from "./caption-source.ts";
import { readSidecars } from "./captions/sidecar.ts";
import { shortText } from "./chapter.ts";
import { readMovie } from "./containers/isobmff.ts";
import { readMatroska } from "./containers/matroska.ts";
import { OPUS_RATE, oggDuration } from "./containers/ogg-duration.ts";
import { type MediaTags, readTags } from "./containers/read-tags.ts";
import { mediaFacts } from "./media-facts.ts";
import { chaptersOf, type Recording, type Track, tracksOf } from "./recording.ts";
import { createAudioSplitter } from "./speech/create-audio-splitter.ts";
import { transcribeSpeech } from "./speech/transcribe-speech.ts";
import {
	finishTranscript,
	indexTranscript,
	resumeTranscript,
	storedCues,
	type TranscriptProgress,
	transcribeCaptions,
} from "./transcript.ts";

/** The stages of seed 004. The session reports the first and the last. */
const MEDIA_STAGES: readonly PipelineStage[] = [
	{ name: "url_validation", weight: 5 },
	{ name: "metadata_extraction", weight: 15 },
	{ name: "transcript_generation", weight: 40 },
	{ name: "content_analysis", weight: 10 },
	{ name: "mindmap_generation", weight: 10 },
	{ name: "data_storage", weight: 5 },
	{ name: "indexing", weight: 10 },
	{ name: "completed", weight: 5 },
];

/** Shown as the source of a transcript made by a model. */
const SPEECH_SOURCE = "Speech recognition";

/** Formats made of ISO/IEC 14496-12 boxes, and those made of EBML elements. */
const ISOBMFF = /^(video\/(mp4|quicktime|x-m4v|3gpp2?)|audio\/(x-m4a|mp4)|application\/mp4)$/;
const MATROSKA = /^(video|audio)\/(matroska|x-matroska|webm)$/;

/**
 * Reads videos or audio recordings, in the stages of seed 004. Only ranges of the container are read, never the
 * pictures, and the audio only for speech recognition. Captions are read over several turns and become a searchable
 * transcript and a mind map.
 */
export function mediaPipeline(kind: FileKind & ("video" | "audio")): Pipeline {
	return {
		kind,
		stages: MEDIA_STAGES,
		async extract(input, reportStage) {
			const recording = await readRecording(input);
			if (recording.tracks.length === 0 && recording.duration === undefined) return refuse(unreadable(input));
			const { resumeStore } = input;
			const progress = resumeTranscript(resumeStore);
			reportStage("metadata_extraction");
			const captions = await captionsOf(input, recording, progress);
			const problem = captions ? undefined : await transcribeAudio(input, recording, progress, reportStage);
			if (progress.stage === "transcript") {
				if (captions !== undefined) await transcribeCaptions(captions, input, progress, reportStage);
				else if (progress.beside !== undefined) finishTranscript(resumeStore, progress);
			}
			reportStage("transcript_generation");
			const analysis = analyseTranscript(
				await storedCues(resumeStore, progress),
				titleOf(recording, input.name),
				recording.chapters,
			);
			reportStage("content_analysis");
			reportStage("mindmap_generation");
			reportStage("data_storage");
			await indexTranscript(resumeStore, progress, reportStage);
			reportStage("indexing");
			return ok(
				mediaFacts(kind, input, recording, {
					...analysis,
					cues: progress.cues,
					language: captions?.language ?? progress.speech?.language,
					source: captions?.label ?? SPEECH_SOURCE,
					problem: progress.speech?.missed ?? problem,
					byModel: progress.speech !== undefined,
				}),
			);
		},
	};
}

/** The captions of the recording: those embedded in it, else those of a caption file uploaded with it. */
async function captionsOf(
	{ reader, name, sidecars }: ExtractionInput,
	{ movie, matroska }: Recording,
	progress: TranscriptProgress,
): Promise<CaptionSource | undefined> {
	// A transcript that speech recognition has started is finished by it.
	if (progress.speech !== undefined) return undefined;
	const embedded = await findCaptions(reader, movie, matroska);
	if (embedded !== undefined) return embedded;
	// A later turn must continue with the files that the first turn started with.
	const files = sidecars().filter(({ n }) => progress.next === 0 || progress.beside?.includes(n));
	if (files.length === 0) return undefined;
	progress.beside = files.map(({ n }) => n);
	return readSidecars(name, files);
}

/** Transcribes the audio, if a speech model is bound. Returns why it could not start, as part of a sentence. */
async function transcribeAudio(
	{ model, reader, format, resumeStore, now }: ExtractionInput,
	recording: Recording,
	progress: TranscriptProgress,
	reportStage: ReportStage,
): Promise<string | undefined> {
	if (model === undefined || progress.stage !== "transcript") return undefined;
	if (format.kind === "video" && !recording.tracks.some(({ carries }) => carries === "audio"))
		return "it has no audio track to transcribe.";
	reader.setMaxBytes(MAX_SPEECH_READ_BYTES);
	const splitter = await createAudioSplitter(reader, format.mime, recording);
	if (splitter === undefined)
		return format.kind === "video"
			? `the audio of this ${format.label} cannot be extracted for speech recognition.`
			: `this ${format.label} is too long for speech recognition and cannot be split.`;
	await transcribeSpeech(splitter, model, { resumeStore, reader, now }, progress, reportStage);
	return undefined;
}

async function readRecording(input: ExtractionInput): Promise<Recording> {
	const { reader, format } = input;
	const movie = ISOBMFF.test(format.mime) ? await unlessTooLarge(() => readMovie(reader)) : undefined;
	const matroska = MATROSKA.test(format.mime) ? await unlessTooLarge(() => readMatroska(reader)) : undefined;
	const tags = await readTags(reader, format.mime);
	const { metadata } = tags;
	const tracks = tracksOf(metadata, movie);
	const chapters = chaptersOf(metadata?.format.chapters, metadata?.format.sampleRate);
	return {
		container: metadata?.format.container ?? format.label,
		tracks,
		chapters: chapters.length > 0 ? chapters : (matroska?.chapters ?? []),
		duration: await durationOf(input, tags, tracks),
		size: reader.size,
		movie,
		matroska,
		tags,
		format: metadata?.format ?? {},
		common: metadata?.common ?? {},
	};
}

/** The recording's own title, else its file name without the extension. */
function titleOf({ common }: Recording, name: string): string {
	return shortText(common.title ?? "") || shortText(name.replace(/\.[a-z0-9]{1,5}$/i, ""));
}

/** `undefined` where reading would exceed the limit; every other error goes through. */
async function unlessTooLarge<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof ReadLimitError) return undefined;
		throw error;
	}
}

/** Seconds: the longest duration that the container or a track gives. */
async function durationOf(
	{ reader, format }: ExtractionInput,
	{ metadata }: MediaTags,
	tracks: readonly Track[],
): Promise<number | undefined> {
	const durations = [metadata?.format.duration, ...tracks.map((track) => track.duration)].filter(
		(seconds) => seconds !== undefined && Number.isFinite(seconds) && seconds > 0,
	);
	if (durations.length > 0) return Math.max(...durations.map(Number));
	if (format.mime !== "audio/ogg") return undefined;
	const isOpus = tracks.some(({ codec }) => codec === "Opus");
	return oggDuration(reader, isOpus ? OPUS_RATE : (tracks[0]?.sampleRate ?? 0));
}

function unreadable({ format }: ExtractionInput) {
	return {
		code: "unreadable-media",
		detail: `This ${format.label} has no readable tracks: it is incomplete or damaged.`,
	};
}
