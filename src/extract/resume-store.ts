import type { Json } from "../protocol/files/facts.ts";
import type { Chunk, TextLocation } from "../protocol/text/chunk.ts";

/** One block of a document's text: a heading (`level` 1 is the highest), or anything else. */
export interface Block {
	readonly text: string;
	readonly level?: number;
}

/** A heading above the text that follows it. */
export interface OpenHeading {
	readonly level: number;
	readonly title: string;
}

/** Extracted text from one place of a document. Chunks never cross parts, so each chunk has one place. */
export interface TextPart {
	/** Where it begins in the document's whole text, in characters. */
	readonly start: number;
	readonly place: TextLocation;
	/** The headings above its first block, the outermost first. */
	readonly path: readonly OpenHeading[];
	readonly blocks: readonly Block[];
}

/** The result of one step of a long extraction. It is saved as a whole or not at all. */
export interface ExtractionCheckpoint {
	/** Where to continue. Replaces the previous state. */
	readonly state: Json;
	/** Extracted text, appended as one batch. */
	readonly textBatch?: readonly TextPart[];
	/** All text has been chunked: the text batches can be deleted. */
	readonly dropTextBatches?: true;
	/** Chunks, appended to those saved before. */
	readonly chunks?: readonly Chunk[];
	/** The chunks from number `from` up to but not including `to` become searchable. */
	readonly searchable?: { readonly from: number; readonly to: number };
}

/**
 * Where a long extraction saves its progress, so that it continues there when its slice is over or its isolate has died.
 * Short extractions do not use it.
 */
export interface ResumeStore {
	/** The state of the last checkpoint; `undefined` when the file is read for the first time. */
	savedState(): Json | undefined;
	save(checkpoint: ExtractionCheckpoint): void;
	/** The text batch with this number, from 0; `undefined` after the last. */
	textBatch(index: number): Promise<readonly TextPart[] | undefined>;
	/** At most `count` saved chunks from number `from`. */
	chunks(from: number, count: number): Promise<readonly Chunk[]>;
	/** Lets other work run. Throws `PausedError` when the slice is over or the file is no longer wanted. */
	yieldToLoop(): Promise<void>;
}

/** A pipeline's progress, which must be plain JSON, as the state of a checkpoint. Not a copy: a store writes it down at once. */
export function toState(progress: object): Json {
	return progress as Json;
}

/** The slice of a long extraction is over. Its resume store has everything done so far. */
export class PausedError extends Error {
	override name = "PausedError" as const;
}

/** Keeps the progress in memory, for as long as one call lasts: for reading a file in one go. */
export class MemoryResumeStore implements ResumeStore {
	#state: Json | undefined;
	readonly #textBatches: (readonly TextPart[])[] = [];
	readonly #chunks: Chunk[] = [];

	savedState(): Json | undefined {
		return this.#state;
	}

	save({ state, textBatch, chunks = [] }: ExtractionCheckpoint): void {
		this.#state = state;
		if (textBatch) this.#textBatches.push(textBatch);
		this.#chunks.push(...chunks);
	}

	async textBatch(index: number): Promise<readonly TextPart[] | undefined> {
		return this.#textBatches[index];
	}

	async chunks(from: number, count: number): Promise<readonly Chunk[]> {
		return this.#chunks.slice(from, from + count);
	}

	async yieldToLoop(): Promise<void> {}
}
