import { type ChunkSize, chunkSizeOf } from "../../protocol/text/chunk-options.ts";
import type { ReportStage } from "../pipeline.ts";
import type { OpenHeading, ResumeStore } from "../resume-store.ts";
import { DocumentMetadata, type StoredMetadata } from "./document-metadata.ts";
import { MAX_STAGE_STEPS } from "./limits.ts";
import type { OpenDocument } from "./open-document.ts";
import type { ModelDescription } from "./words/model-description.ts";
import { emptyStatistics, type TextStatistics } from "./words/text-statistics.ts";

/** The stages that do work, in order. */
export type WorkStage = "extracting" | "chunking" | "enriching" | "indexing";

/**
 * The progress of one document. Saved as JSON with every checkpoint, so the property names are a stored format: `sheaf` is a text
 * batch, `head` the metadata, `told` what a model said.
 */
export interface DocumentProgress {
	stage: WorkStage;
	/** The requested chunk size when extraction began. Later changes do not apply to this document. */
	size: ChunkSize;
	/** What an item is, and how many there are. */
	unit: OpenDocument["unit"];
	items: number;
	/** The next item to read, and how many of its parts are saved already. */
	item: number;
	partsOfItem: number;
	/** Characters of the whole text so far. */
	chars: number;
	words: number;
	/** The headings above the next block. */
	path: OpenHeading[];
	/** Chunks in total, and how many the current stage has done. */
	chunks: number;
	done: number;
	/** The next text batch to chunk. */
	sheaf: number;
	head: StoredMetadata;
	tally: TextStatistics;
	/** The answer of a model, where one was asked and answered. */
	told?: ModelDescription;
	/** The semantic index has failed: the remaining chunks are indexed by words only. */
	wordsOnly?: true;
}

/** The progress of a document that has not been started. */
export function newProgress(size: ChunkSize): DocumentProgress {
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
		head: new DocumentMetadata().data,
		tally: emptyStatistics(),
	};
}

/** The saved progress of an earlier slice, or a new one. */
export function resumeProgress(store: ResumeStore, size: ChunkSize): DocumentProgress {
	const saved = store.savedState() as Partial<DocumentProgress> | undefined;
	// States saved before the chunk size became an option have no size.
	return saved === undefined ? newProgress(size) : { ...newProgress(chunkSizeOf(undefined)), ...saved };
}

/** Reports how far a stage is, in at most about `MAX_STAGE_STEPS` reports. */
export function reportProgress(report: ReportStage, stage: WorkStage, done: number, total: number): void {
	const every = Math.ceil(total / MAX_STAGE_STEPS);
	if (done === 0 || done === total || done % every === 0) report(stage, { done, total });
}
