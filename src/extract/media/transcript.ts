import type { Json } from "../../protocol/files/facts.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import { countTokens } from "../document/words/tokens.ts";
import type { Reached } from "../pipeline.ts";
import type { RangedReader } from "../reader.ts";
import { type Desk, PausedError } from "../resume-store.ts";
import type { CaptionSource } from "./caption-source.ts";
import { type Cue, UNTOLD_SECONDS } from "./captions/cue.ts";
import type { SpeechProgress } from "./speech/speech-progress.ts";

/** Where the work on a recording stands: the note that is kept with every step. Plain data. */
export interface TranscriptProgress {
	stage: "transcript" | "index";
	/** The caption that is read next. */
	next: number;
	/** Chunks so far, how many of them can be searched, and characters of the whole text. */
	chunks: number;
	searchable: number;
	chars: number;
	/** Captions that had words. */
	cues: number;
	/** Numbers of the caption files beside it that were looked into. */
	beside?: number[];
	/** How far a model has listened, where nothing was written. */
	speech?: SpeechProgress;
}

/** Captions of one chunk: about half a minute of speech, short enough that a hit leads to the right place. */
const CHUNK_CUES = 8;

/** Captions that are read in one step, before it is kept. */
const STEP_CUES = CHUNK_CUES * 4;

/**
 * Requests of storage in one turn. Captions lie far apart, so each may be one; the smallest plan allows 50 in one
 * invocation, and the reading of heads comes before.
 */
const TURN_REQUESTS = 32;

/** Chunks that are made searchable in one step. */
const STEP_CHUNKS = 64;

/** What an earlier turn kept, or a fresh beginning. */
export function resumeTranscript(desk: Desk): TranscriptProgress {
	const note = desk.note();
	const kept = note as unknown as TranscriptProgress | undefined;
	// Where no words were found, there may be some by now.
	if (kept !== undefined && (kept.stage === "transcript" || kept.chunks > 0)) return kept;
	return { stage: "transcript", next: 0, chunks: 0, searchable: 0, chars: 0, cues: 0 };
}

/** The caption files that an earlier reading has looked into, by its note. */
export function triedSidecars(note: Json | undefined): readonly number[] {
	return (note as unknown as TranscriptProgress | undefined)?.beside ?? [];
}

/** Keeps where the work stands, and what it has brought. */
export function keep(desk: Desk, progress: TranscriptProgress, chunks: readonly Chunk[] = []): void {
	desk.keep({ note: noteOf(progress), chunks });
}

function noteOf(progress: TranscriptProgress): Json {
	return JSON.parse(JSON.stringify(progress)) as Json;
}

/** Reads captions one after the other and keeps them as chunks, a line each. Ends the turn where it has used its requests up. */
export async function transcribe(
	source: CaptionSource,
	{ desk, reader }: { readonly desk: Desk; readonly reader: RangedReader },
	progress: TranscriptProgress,
	reached: Reached,
): Promise<void> {
	const { places } = source;
	const spentBefore = reader.requests;
	reached("transcript_generation", { done: progress.next, total: places.length });
	while (progress.next < places.length) {
		const step = places.slice(progress.next, progress.next + STEP_CUES);
		const cues: Cue[] = [];
		for (const place of step) {
			const cue = await source.read(place);
			if (cue !== undefined) cues.push(cue);
		}
		progress.next += step.length;
		keep(desk, progress, chunksOf(cues, progress));
		reached("transcript_generation", { done: progress.next, total: places.length });
		await desk.breathe();
		if (reader.requests - spentBefore >= TURN_REQUESTS && progress.next < places.length)
			throw new PausedError();
	}
	endTranscript(desk, progress);
}

/** All words that there are have been kept. */
export function endTranscript(desk: Desk, progress: TranscriptProgress): void {
	progress.stage = "index";
	keep(desk, progress);
}

/** Cues as the next chunks, which are counted. */
export function chunksOf(cues: readonly Cue[], progress: TranscriptProgress): Chunk[] {
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

/** All captions that were kept, in the order of time. */
export function keptCues(desk: Desk, { chunks }: TranscriptProgress): Cue[] {
	const lines = desk.chunks(0, chunks).flatMap(({ text, place }) => {
		const times = place.lines ?? [];
		return text
			.split("\n")
			.slice(0, times.length)
			.map((line, index) => ({ start: times[index] ?? 0, text: line }));
	});
	return lines.map(({ start, text }, index) => ({
		start,
		end: lines[index + 1]?.start ?? start + UNTOLD_SECONDS,
		text,
	}));
}

/** Makes what was said searchable. */
export async function indexTranscript(
	desk: Desk,
	progress: TranscriptProgress,
	reached: Reached,
): Promise<void> {
	while (progress.searchable < progress.chunks) {
		const from = progress.searchable;
		const to = Math.min(from + STEP_CHUNKS, progress.chunks);
		progress.searchable = to;
		desk.keep({ note: noteOf(progress), search: { from, to } });
		reached("indexing", { done: to, total: progress.chunks });
		await desk.breathe();
	}
}
