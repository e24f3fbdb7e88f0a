import type { Facts } from "../protocol/files/facts.ts";
import type { FileProblem } from "../protocol/files/file-record.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import type { Result } from "../protocol/result.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";
import type { AskModel } from "./ask-model.ts";
import type { Format } from "./kind/sniff.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import type { RangedReader } from "./reader.ts";
import type { Desk } from "./resume-store.ts";
import type { LearnMeaning } from "./semantic-upsert.ts";
import type { FileBeside } from "./sidecar-file.ts";

/** One named step that a kind goes through. `weight` is its share of the whole, in percent; a pipeline's sum to 100. */
export interface Stage {
	readonly name: string;
	readonly weight: number;
}

/** What a pipeline is given: ranged bytes, and what the sender claimed of them (never believed, only compared). */
export interface ExtractionInput {
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	/** What the first bytes show. */
	readonly format: Format;
	readonly reader: RangedReader;
	/** For readings that are longer than a turn. */
	readonly desk: Desk;
	/** For readings that must hold much at once. */
	readonly memory: MemoryBudget;
	/** Files that may belong to this one, such as the captions of a recording. */
	readonly beside: () => readonly FileBeside[];
	/** For what only a model can tell; none where none is bound, and everything must do without it. */
	readonly model?: AskModel;
	/** How the text of documents is wanted to be cut. */
	readonly chunks?: ChunkOptions;
	/** For finding text by its meaning; none where nothing is bound for that. */
	readonly meaning?: LearnMeaning;
	/** Milliseconds since 1970; for bounds of time, and passed in so that a test can hold it. */
	now(): number;
}

/** How much of what a stage goes through is done, such as pages or chunks. */
export interface StageCount {
	readonly done: number;
	readonly total: number;
}

/**
 * Tells that a stage was reached. Without a count, everything up to and including it is done; with one, everything
 * before it, and so much of it as the count says.
 */
export type Reached = (stage: string, count?: StageCount) => void;

/** How one kind of file becomes facts. */
export interface Pipeline {
	readonly kind: FileKind;
	/**
	 * In the order in which they are reached. The first means that the bytes are stored, the last that the facts are
	 * saved; the session reports those two itself.
	 */
	readonly stages: readonly Stage[];
	/** What one call may read and take, where that is not what is right for a photo. */
	readonly bounds?: { readonly readBytes: number; readonly milliseconds: number };
	/**
	 * Reads the facts. A refusal is a file that cannot be read, with a sentence for a person; it is final and never
	 * tried again. A throw is a broken platform (storage did not answer) and is tried again; a
	 * `PausedError` of the desk goes through, and the file is given here again.
	 */
	extract(input: ExtractionInput, reached: Reached): Promise<Result<Facts, FileProblem>>;
}

/** Percent done once `stage` was reached, or so much of it as `count` says. 0 for a stage that there is not. */
export function progressAt(stages: readonly Stage[], stage: string, count?: StageCount): number {
	let before = 0;
	for (const { name, weight } of stages) {
		if (name !== stage) before += weight;
		else if (count === undefined) return before + weight;
		else return before + (count.total === 0 ? 0 : Math.floor((10 * weight * count.done) / count.total) / 10);
	}
	return 0;
}
