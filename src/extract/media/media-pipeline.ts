import type { FileKind } from "../../protocol/files/file-state.ts";
import { ok, refuse } from "../../protocol/result.ts";
import { MAX_LISTEN_READ_BYTES } from "../limits.ts";
import type { ExtractionInput, Pipeline, Reached, Stage } from "../pipeline.ts";
import { ReadLimitError } from "../reader.ts";
import { analyse } from "./analyse.ts";
import { type CaptionSource, findCaptions } from "./caption-source.ts";
import { readSidecars } from "./captions/sidecar.ts";
import { readMovie } from "./containers/isobmff.ts";
import { readMatroska } from "./containers/matroska.ts";
import { OPUS_RATE, oggDuration } from "./containers/ogg-duration.ts";
import { readTags, type Tags } from "./containers/read-tags.ts";
import { mediaFacts } from "./media-facts.ts";
import { chaptersOf, type Recording, type Track, tracksOf } from "./recording.ts";
import { shortText } from "./short-text.ts";
import { cutterOf } from "./speech/cutter-of.ts";
import { hear } from "./speech/hear.ts";
import {
	endTranscript,
	indexTranscript,
	keptCues,
	resumeTranscript,
	type TranscriptProgress,
	transcribe,
} from "./transcript.ts";

/** The steps of seed 004. The session reports the first and the last. */
const MEDIA_STAGES: readonly Stage[] = [
	{ name: "url_validation", weight: 5 },
	{ name: "metadata_extraction", weight: 15 },
	{ name: "transcript_generation", weight: 40 },
	{ name: "content_analysis", weight: 10 },
	{ name: "mindmap_generation", weight: 10 },
	{ name: "data_storage", weight: 5 },
	{ name: "indexing", weight: 10 },
	{ name: "completed", weight: 5 },
];

/** Where words come from that nobody has written. */
const HEARD = "Speech, heard by a model";

/** Formats whose structure is boxes, and those whose structure is EBML. */
const BOXED = /^(video\/(mp4|quicktime|x-m4v|3gpp2?)|audio\/(x-m4a|mp4)|application\/mp4)$/;
const MATROSKA = /^(video|audio)\/(matroska|x-matroska|webm)$/;

/**
 * Reads videos or recordings of sound, in the steps of seed 004: ranges of the container only, never its pictures, and
 * its sound only where a model listens. Captions are read in turns; what they say becomes a transcript that can be searched, and a map of it.
 */
export function mediaPipeline(kind: FileKind & ("video" | "audio")): Pipeline {
	return {
		kind,
		stages: MEDIA_STAGES,
		async extract(input, reached) {
			const recording = await readRecording(input);
			if (recording.tracks.length === 0 && recording.duration === undefined)
				return refuse(nothingFound(input));
			const { desk } = input;
			const progress = resumeTranscript(desk);
			reached("metadata_extraction");
			const captions = await wordsOf(input, recording, progress);
			const unheard = captions ? undefined : await listen(input, recording, progress, reached);
			if (progress.stage === "transcript") {
				if (captions !== undefined) await transcribe(captions, input, progress, reached);
				else if (progress.beside !== undefined) endTranscript(desk, progress);
			}
			reached("transcript_generation");
			const said = analyse(keptCues(desk, progress), titleOf(recording, input.name), recording.chapters);
			reached("content_analysis");
			reached("mindmap_generation");
			reached("data_storage");
			await indexTranscript(desk, progress, reached);
			reached("indexing");
			return ok(
				mediaFacts(kind, input, recording, {
					...said,
					cues: progress.cues,
					language: captions?.language ?? progress.speech?.language,
					source: captions?.told ?? HEARD,
					unheard: progress.speech?.missed ?? unheard,
					heard: progress.speech !== undefined,
				}),
			);
		},
	};
}

/** Where what is said stands in writing: in the recording itself, else in a file beside it. */
async function wordsOf(
	{ reader, name, beside }: ExtractionInput,
	{ movie, matroska }: Recording,
	progress: TranscriptProgress,
): Promise<CaptionSource | undefined> {
	// What was begun by listening is ended by it.
	if (progress.speech !== undefined) return undefined;
	const own = await findCaptions(reader, movie, matroska);
	if (own !== undefined) return own;
	// A later turn goes on with what the first one began with.
	const others = beside().filter(({ n }) => progress.next === 0 || progress.beside?.includes(n));
	if (others.length === 0) return undefined;
	progress.beside = others.map(({ n }) => n);
	return readSidecars(name, others);
}

/**
 * Has a model listen where nothing is written and one is bound. Answers why it could not, where it could not at all.
 */
async function listen(
	{ model, reader, format, desk, now }: ExtractionInput,
	recording: Recording,
	progress: TranscriptProgress,
	reached: Reached,
): Promise<string | undefined> {
	if (model === undefined || progress.stage !== "transcript") return undefined;
	if (format.kind === "video" && !recording.tracks.some(({ carries }) => carries === "audio"))
		return "there is no sound in it that could be listened to.";
	reader.allow(MAX_LISTEN_READ_BYTES);
	const cutter = await cutterOf(reader, format.mime, recording);
	if (cutter === undefined)
		return format.kind === "video"
			? `the sound of this ${format.label} cannot be cut out for the model that listens.`
			: `this ${format.label} is too long for the model that listens, and cannot be cut into pieces.`;
	await hear(cutter, model, { desk, reader, now }, progress, reached);
	return undefined;
}

async function readRecording(input: ExtractionInput): Promise<Recording> {
	const { reader, format } = input;
	const movie = BOXED.test(format.mime) ? await walked(() => readMovie(reader)) : undefined;
	const matroska = MATROSKA.test(format.mime) ? await walked(() => readMatroska(reader)) : undefined;
	const tags = await readTags(reader, format.mime);
	const tracks = tracksOf(tags.found, movie);
	const { found } = tags;
	const chapters = chaptersOf(found?.format.chapters, found?.format.sampleRate);
	return {
		container: found?.format.container ?? format.label,
		tracks,
		chapters: chapters.length > 0 ? chapters : (matroska?.chapters ?? []),
		duration: await durationOf(input, tags, tracks),
		size: reader.size,
		movie,
		matroska,
		tags,
		format: found?.format ?? {},
		common: found?.common ?? {},
	};
}

/** What a recording is called: by its own title, else by its name without the ending. */
function titleOf({ common }: Recording, name: string): string {
	return shortText(common.title ?? "") || shortText(name.replace(/\.[a-z0-9]{1,5}$/i, ""));
}

/** A walk of the container that may find nothing; only time and storage end everything. */
async function walked<Found>(walk: () => Promise<Found>): Promise<Found | undefined> {
	try {
		return await walk();
	} catch (error) {
		if (error instanceof ReadLimitError) return undefined;
		throw error;
	}
}

async function durationOf(
	{ reader, format }: ExtractionInput,
	{ found }: Tags,
	tracks: readonly Track[],
): Promise<number | undefined> {
	const told = [found?.format.duration, ...tracks.map((track) => track.duration)].filter(
		(seconds) => seconds !== undefined && Number.isFinite(seconds) && seconds > 0,
	);
	if (told.length > 0) return Math.max(...told.map(Number));
	if (format.mime !== "audio/ogg") return undefined;
	const opus = tracks.some(({ codec }) => codec === "Opus");
	return oggDuration(reader, opus ? OPUS_RATE : (tracks[0]?.sampleRate ?? 0));
}

function nothingFound({ format }: ExtractionInput) {
	return {
		code: "unreadable-media",
		detail: `It begins like a ${format.label}, but holds no track that could be found: it is cut off or damaged.`,
	};
}
