import type { Json } from "../../protocol/files/facts.ts";
import { type ChunkSize, chunkSizeOf } from "../../protocol/text/chunk-options.ts";
import type { Reached } from "../pipeline.ts";
import type { Desk, OpenHeading } from "../resume-store.ts";
import { Head, type HeadData } from "./document-metadata.ts";
import { MAX_STAGE_STEPS } from "./limits.ts";
import type { OpenDocument } from "./open-document.ts";
import type { ModelWords } from "./words/model-words.ts";
import { emptyTally, type Tally } from "./words/tally.ts";

/** The stages in which a document is worked on, in order. */
export type WorkStage = "extracting" | "chunking" | "enriching" | "indexing";

/** Where the work on one document stands: the note that is kept with every step. Plain data. */
export interface Progress {
	stage: WorkStage;
	/** How large its chunks are wanted: as it was when the reading began. */
	size: ChunkSize;
	/** What its items are called, and how many there are. */
	unit: OpenDocument["unit"];
	items: number;
	/** The item that is read next, and how many of its parts are kept already. */
	item: number;
	partsOfItem: number;
	/** Characters of the whole text so far. */
	chars: number;
	words: number;
	/** Headings above what comes next. */
	path: OpenHeading[];
	/** Chunks that the text comes to, and how many of them the present stage has behind it. */
	chunks: number;
	done: number;
	/** The sheaf of text that is cut next. */
	sheaf: number;
	head: HeadData;
	tally: Tally;
	/** What a model said of it, where one was asked and answered. */
	told?: ModelWords;
	/** Its chunks are indexed by their words only from here on: the index of meanings has failed. */
	wordsOnly?: true;
}

/** A document that nobody has looked at yet. */
export function freshProgress(size: ChunkSize): Progress {
	return {
		stage: "extracting",
		size,
		unit: "section",
		items: 0,
		item: 0,
		partsOfItem: 0,
		chars: 0,
		words: 0,
		path: [],
		chunks: 0,
		done: 0,
		sheaf: 0,
		head: new Head().data,
		tally: emptyTally(),
	};
}

/** What an earlier turn kept, or a fresh beginning. */
export function resumeProgress(desk: Desk, size: ChunkSize): Progress {
	const note = desk.note() as Partial<Progress> | undefined;
	// A note from before chunks could be wanted in another size names none.
	return note === undefined ? freshProgress(size) : { ...freshProgress(chunkSizeOf(undefined)), ...note };
}

/** The progress as a note. */
export function noteOf(progress: Progress): Json {
	return progress as unknown as Json;
}

/** Reports how far a stage is: every step of it, or every so many where there are too many to tell each. */
export function reportStep(reached: Reached, stage: WorkStage, done: number, total: number): void {
	const every = Math.ceil(total / MAX_STAGE_STEPS);
	if (done === 0 || done === total || done % every === 0) reached(stage, { done, total });
}
