import type { Facts } from "../protocol/files/facts.ts";
import type { FileProblem } from "../protocol/files/file-record.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import { type Result, refuse } from "../protocol/result.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";
import type { AskModel } from "./ask-model.ts";
import { type Format, formatOf } from "./kind/formats.ts";
import { MAX_EXTRACTION_MS, MAX_READ_BYTES, MEMORY_BUDGET_BYTES, SNIFF_BYTES } from "./limits.ts";
import { MemoryBudget } from "./memory-budget.ts";
import {
	type ExtractionInput,
	IMAGE_STAGES,
	type Pipeline,
	type PipelineStage,
	progressAt,
	type StageProgress,
} from "./pipeline.ts";
import {
	type ByteSource,
	RangedReader,
	ReadLimitError,
	SourceError,
	TimeLimitError,
} from "./ranged-reader.ts";
import { MemoryResumeStore, PausedError, type ResumeStore } from "./resume-store.ts";
import type { SemanticUpsert } from "./semantic-upsert.ts";
import type { SidecarFile } from "./sidecar-file.ts";

const UNKNOWN = formatOf("application/octet-stream");

/** One stored file with the sender's claims about it, and what the extraction may use. */
export interface ExtractionRequest {
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	readonly source: ByteSource;
	/** Milliseconds since 1970. */
	now(): number;
	/** Stored files that may belong to it. */
	readonly sidecars?: () => readonly SidecarFile[];
	/** Keeps the progress of a long extraction. Absent: the file is read in one go. */
	readonly resumeStore?: ResumeStore;
	/** Memory shared with concurrent extractions. Absent: this one has a budget of its own. */
	readonly memory?: MemoryBudget;
	/** Absent: only what the bytes themselves say is extracted. */
	readonly model?: AskModel | undefined;
	/** The requested chunk size of documents. */
	readonly chunkOptions?: ChunkOptions | undefined;
	/** Absent: chunks are found by their words only. */
	readonly semanticUpsert?: SemanticUpsert | undefined;
}

/** What an extraction can read: how it recognises a format, and the pipeline of each kind. */
export interface Readers {
	/** The format by the first `SNIFF_BYTES` of the file. */
	sniff(head: Uint8Array): Promise<Format> | Format;
	/** The format by more of the file than its first bytes. */
	refine(reader: RangedReader, format: Format): Promise<Format>;
	pipelineFor(kind: FileKind): Pipeline;
}

/** A stage that was reached, with the overall progress, and the file's kind and media type by its bytes. */
export interface ReachedStage {
	readonly stage: string;
	/** Percent. */
	readonly progress: number;
	/** How far the stage itself is, where it counts something. */
	readonly count?: StageProgress;
	readonly kind: FileKind;
	readonly mime: string;
}

/** What the file is by its bytes, and its facts or the reason why it has none. */
export interface ExtractionResult {
	readonly kind: FileKind;
	readonly mime: string;
	/** The stage that is reached once the facts are saved. */
	readonly lastStage: string;
	readonly result: Result<Facts, FileProblem>;
}

/**
 * Extracts the facts of one file. Whatever the bytes contain, the result is facts or a refusal with a sentence for people.
 * Throws in two cases only: with the byte source's own error when the source failed, so that the caller tries again later,
 * and with `PausedError` when the slice is over.
 */
export async function extractWith(
	readers: Readers,
	file: ExtractionRequest,
	report: (reached: ReachedStage) => void,
): Promise<ExtractionResult> {
	if (file.source.size === 0) {
		return {
			kind: "other",
			mime: UNKNOWN.mime,
			lastStage: lastOf(IMAGE_STAGES),
			result: refuse({ code: "empty-file", detail: "The file is empty (0 bytes)." }),
		};
	}
	const failures: unknown[] = [];
	const source = recordFailures(file.source, failures);
	const throwIfFailed = () => {
		if (failures.length > 0) throw failures[0];
	};
	const began = file.now();
	let milliseconds = MAX_EXTRACTION_MS;
	const reader = new RangedReader(source, MAX_READ_BYTES, () => {
		if (file.now() > began + milliseconds) throw new TimeLimitError();
	});
	let format = UNKNOWN;
	try {
		format = await readers.sniff(await reader.read(0, SNIFF_BYTES));
		format = await readers.refine(reader, format);
		const { kind, mime } = format;
		const pipeline = readers.pipelineFor(kind);
		if (pipeline.bounds) {
			milliseconds = pipeline.bounds.milliseconds;
			reader.setMaxBytes(pipeline.bounds.readBytes);
		}
		const { name, type, now, model, semanticUpsert, chunkOptions } = file;
		const input: ExtractionInput = {
			name,
			...(type !== undefined && { type }),
			format,
			reader,
			now,
			resumeStore: file.resumeStore ?? new MemoryResumeStore(),
			memory: file.memory ?? new MemoryBudget(MEMORY_BUDGET_BYTES),
			sidecars: () =>
				(file.sidecars?.() ?? []).map((sidecar) => ({
					...sidecar,
					source: recordFailures(sidecar.source, failures),
				})),
			...(model && { model }),
			...(semanticUpsert && { semanticUpsert }),
			...(chunkOptions && { chunkOptions }),
		};
		const result = await pipeline.extract(input, (stage, count) => {
			const progress = progressAt(pipeline.stages, stage, count);
			report({ stage, progress, kind, mime, ...(count && { count }) });
		});
		throwIfFailed();
		return { kind, mime, lastStage: lastOf(pipeline.stages), result };
	} catch (error) {
		throwIfFailed();
		if (error instanceof PausedError) throw error;
		return {
			kind: format.kind,
			mime: format.mime,
			lastStage: lastOf(readers.pipelineFor(format.kind).stages),
			result: refuse(problemOf(error, format.label)),
		};
	}
}

function lastOf(stages: readonly PipelineStage[]): string {
	return stages.at(-1)?.name ?? "";
}

function problemOf(error: unknown, label: string): FileProblem {
	if (error instanceof TimeLimitError) {
		const seconds = MAX_EXTRACTION_MS / 1000;
		return {
			code: "too-slow",
			detail: `Reading this ${label} took longer than ${seconds} seconds and was stopped.`,
		};
	}
	if (error instanceof ReadLimitError) {
		return {
			code: "too-much-to-read",
			detail: `Reading this ${label} was stopped at a limit: ${error.message}`,
		};
	}
	return { code: "unreadable", detail: `This ${label} is damaged and could not be read.` };
}

/** Remembers failures of storage, because a parser may swallow the error and report a damaged file instead. */
function recordFailures(source: ByteSource, failures: unknown[]): ByteSource {
	return {
		size: source.size,
		async read(offset, length) {
			try {
				const bytes = await source.read(offset, length);
				if (bytes.length < length) throw new Error(`storage returned ${bytes.length} of ${length} bytes`);
				return bytes;
			} catch (error) {
				failures.push(error);
				throw new SourceError("storage failed", { cause: error });
			}
		},
	};
}
