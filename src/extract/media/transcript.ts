import type { Json } from "../../protocol/files/facts.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import { countTokens } from "../document/words/tokens.ts";
import { indexInSteps } from "../index-in-steps.ts";
import type { ReportStage } from "../pipeline.ts";
import type { RangedReader } from "../ranged-reader.ts";
import { PausedError, type ResumeStore, toState } from "../resume-store.ts";
import type { CaptionSource } from "./caption-source.ts";
import { type Cue, DEFAULT_CUE_SECONDS } from "./captions/cue.ts";

/** How far the work on a recording is: plain JSON, stored with every step. */
export interface TranscriptProgress {
	stage: "transcript" | "index";
	/** Index of the caption to read next. */
	next: number;
	/** Chunks so far, how many of them can be searched, and characters of the text so far. */
	chunks: number;
	searchable: number;
	chars: number;
	/** Captions with text so far. */
	cues: number;
	/** File numbers of the caption files that were tried. */
	beside?: number[];
	/** Progress of speech recognition, where there are no captions. */
	speech?: SpeechProgress;
}

/** How far speech recognition is. Plain JSON, stored as part of `TranscriptProgress`. */
export interface SpeechProgress {
	/** Start of the next piece: a position of the splitter, and seconds of the recording. */
	at: number;
	seconds: number;
	/** Pieces transcribed so far. */
	pieces: number;
	language?: string;
	/** Why it ended before the recording did. */
	missed?: string;
}

/** Captions per chunk: about half a minute of speech, short enough that a search result leads to the right moment. */
const CHUNK_CUES = 8;

/** Captions read between two saves. */
const STEP_CUES = CHUNK_CUES * 4;

/**
 * Storage requests for captions in one turn. Captions are far apart, so each may take a request; the smallest plan
 * allows 50 in one invocation, and reading the container takes some before this.
 */
const TURN_REQUESTS = 32;

/** The progress that an earlier turn saved, or a fresh start. */
export function resumeTranscript(resumeStore: ResumeStore): TranscriptProgress {
	const saved = resumeStore.savedState() as unknown as TranscriptProgress | undefined;
	// Without any text the search starts over: a caption file may have been uploaded since.
	if (saved !== undefined && (saved.stage === "transcript" || saved.chunks > 0)) return saved;
	return { stage: "transcript", next: 0, chunks: 0, searchable: 0, chars: 0, cues: 0 };
}

/** For a recording in which no words were found, the numbers of the caption files that were tried; out of its saved progress. */
export function sidecarsWithoutWords(progress: Json | undefined): readonly number[] | undefined {
	const { chunks = 0, beside = [] } = (progress ?? {}) as Partial<TranscriptProgress>;
	return chunks > 0 ? undefined : beside;
}

/** Saves the progress together with new chunks. */
export function saveProgress(
	resumeStore: ResumeStore,
	progress: TranscriptProgress,
	chunks: readonly Chunk[] = [],
): void {
	resumeStore.save({ state: toState(progress), chunks });
}

/**
 * Reads captions in order and stores them as chunks, one line each. Throws `PausedError` when the turn has used up its
 * requests.
 */
export async function transcribeCaptions(
	source: CaptionSource,
	{ resumeStore, reader }: { readonly resumeStore: ResumeStore; readonly reader: RangedReader },
	progress: TranscriptProgress,
	reportStage: ReportStage,
): Promise<void> {
	const { locations } = source;
	const requestsBefore = reader.requestCount;
	reportStage("transcript_generation", { done: progress.next, total: locations.length });
	while (progress.next < locations.length) {
		const step = locations.slice(progress.next, progress.next + STEP_CUES);
		const cues: Cue[] = [];
		for (const location of step) {
			const cue = await source.read(location);
			if (cue !== undefined) cues.push(cue);
		}
		progress.next += step.length;
		saveProgress(resumeStore, progress, toChunks(cues, progress));
		reportStage("transcript_generation", { done: progress.next, total: locations.length });
		await resumeStore.yieldToLoop();
		if (reader.requestCount - requestsBefore >= TURN_REQUESTS && progress.next < locations.length)
			throw new PausedError();
	}
	finishTranscript(resumeStore, progress);
}

/** Marks the transcript as complete, so that indexing can start. */
export function finishTranscript(resumeStore: ResumeStore, progress: TranscriptProgress): void {
	progress.stage = "index";
	saveProgress(resumeStore, progress);
}

/** Turns cues into the next chunks and counts both in `progress`. */
export function toChunks(cues: readonly Cue[], progress: TranscriptProgress): Chunk[] {
	const chunks: Chunk[] = [];
	for (let from = 0; from < cues.length; from += CHUNK_CUES) {
		const chunk = chunkOf(cues.slice(from, from + CHUNK_CUES), progress);
		chunks.push(chunk);
		progress.chunks += 1;
		progress.chars = chunk.end;
	}
	progress.cues += cues.length;
	return chunks;
}

function chunkOf(cues: readonly Cue[], { chunks, chars }: TranscriptProgress): Chunk {
	const text = cues.map((cue) => `${cue.text.replace(/\s+/g, " ")}\n`).join("");
	const lines = cues.map(({ start }) => Number(start.toFixed(3)));
	return {
		index: chunks,
		start: chars,
		end: chars + text.length,
		tokens: countTokens(text),
		place: { time: lines[0] ?? 0, lines },
		text,
	};
}

/** All captions stored so far, in order of time. */
export async function storedCues(resumeStore: ResumeStore, { chunks }: TranscriptProgress): Promise<Cue[]> {
	const stored = await resumeStore.chunks(0, chunks);
	const lines = stored.flatMap(({ text, place }) => {
		const times = place.lines ?? [];
		return text
			.split("\n")
			.slice(0, times.length)
			.map((line, index) => ({ start: times[index] ?? 0, text: line }));
	});
	return lines.map(({ start, text }, index) => ({
		start,
		end: lines[index + 1]?.start ?? start + DEFAULT_CUE_SECONDS,
		text,
	}));
}

/** Makes the stored chunks searchable. */
export async function indexTranscript(
	resumeStore: ResumeStore,
	progress: TranscriptProgress,
	reportStage: ReportStage,
): Promise<void> {
	const { searchable: done, chunks: total } = progress;
	await indexInSteps(
		resumeStore,
		{ done, total },
		(_from, to) => {
			progress.searchable = to;
			return toState(progress);
		},
		(_from, to) => reportStage("indexing", { done: to, total }),
	);
}
