import type { Facts } from "../protocol/files/facts.ts";
import type { FileProblem } from "../protocol/files/file-record.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import type { Result } from "../protocol/result.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";
import type { AskModel } from "./ask-model.ts";
import type { Format } from "./kind/formats.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import type { RangedReader } from "./ranged-reader.ts";
import type { ResumeStore } from "./resume-store.ts";
import type { SemanticUpsert } from "./semantic-upsert.ts";
import type { SidecarFile } from "./sidecar-file.ts";

/** One named step of a pipeline. `weight` is its share of the whole in percent; a pipeline's weights add up to 100. */
export interface PipelineStage {
	readonly name: string;
	readonly weight: number;
}

/**
 * The stages of the image contract, cumulative 10, 20, 90 and 100 percent. The session reports the first and the last, the
 * pipeline the two between.
 */
export const IMAGE_STAGES: readonly PipelineStage[] = [
	{ name: "upload_complete", weight: 10 },
	{ name: "extraction_start", weight: 10 },
	{ name: "extraction_complete", weight: 70 },
	{ name: "complete", weight: 10 },
];

/** The input of a pipeline: ranged bytes, and the sender's claims, which are compared with the bytes but never trusted. */
export interface ExtractionInput {
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	/** The format that the bytes show. */
	readonly format: Format;
	readonly reader: RangedReader;
	/** For extractions that take longer than one slice. */
	readonly resumeStore: ResumeStore;
	/** For extractions that hold a lot of memory at once. */
	readonly memory: MemoryBudget;
	/** Files that may belong to this one, such as the captions of a recording. */
	readonly sidecars: () => readonly SidecarFile[];
	/** Absent where no model is bound: every pipeline must work without one. */
	readonly model?: AskModel;
	/** The requested chunk size of documents. */
	readonly chunkOptions?: ChunkOptions;
	/** Absent where no vector index is bound. */
	readonly semanticUpsert?: SemanticUpsert;
	/** Milliseconds since 1970. A parameter, so that tests control time limits. */
	now(): number;
}

/** How far a stage is, in pages, chunks or whatever it counts. */
export interface StageProgress {
	readonly done: number;
	readonly total: number;
}

/**
 * Reports that a stage was reached. Without a count, every stage up to and including it is done; with a count, every stage
 * before it, and that part of it.
 */
export type ReportStage = (stage: string, count?: StageProgress) => void;

/** How one kind of file becomes facts. */
export interface Pipeline {
	readonly kind: FileKind;
	/**
	 * In order. The first means that the bytes are stored, the last that the facts are saved; the session reports those two
	 * itself.
	 */
	readonly stages: readonly PipelineStage[];
	/** Bounds of one call, where those for photos do not fit. */
	readonly bounds?: { readonly readBytes: number; readonly milliseconds: number };
	/**
	 * Reads the facts. A refusal (a file that cannot be read, with a sentence for people) is final. A throw means that storage
	 * failed, and the file is tried again. A `PausedError` of the resume store must pass through: the same file is then given
	 * to `extract` again.
	 */
	extract(input: ExtractionInput, report: ReportStage): Promise<Result<Facts, FileProblem>>;
}

/** Percent done when `stage` was reported with this count; 0 for an unknown stage. */
export function progressAt(stages: readonly PipelineStage[], stage: string, count?: StageProgress): number {
	let before = 0;
	for (const { name, weight } of stages) {
		if (name !== stage) before += weight;
		else if (count === undefined) return before + weight;
		else return before + (count.total === 0 ? 0 : Math.floor((10 * weight * count.done) / count.total) / 10);
	}
	return 0;
}
