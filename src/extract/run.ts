import type { Facts } from "../protocol/files/facts.ts";
import type { FileProblem } from "../protocol/files/file-record.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import { type Result, refuse } from "../protocol/result.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";
import type { AskModel } from "./ask-model.ts";
import { archiveFormat } from "./kind/archive-format.ts";
import { sniff } from "./kind/sniff.ts";
import { HELD_BYTES, MAX_EXTRACTION_MS, MAX_READ_BYTES, SNIFF_BYTES } from "./limits.ts";
import { MemoryBudget } from "./memory-budget.ts";
import { progressAt, type StageCount } from "./pipeline.ts";
import { type ByteSource, RangedReader, ReadLimitError, SourceError, TimeLimitError } from "./reader.ts";
import { pipelineFor } from "./registry.ts";
import { type Desk, MemoryDesk, PausedError } from "./resume-store.ts";
import type { LearnMeaning } from "./semantic-upsert.ts";
import type { FileBeside } from "./sidecar-file.ts";

/** One stored file, and what its sender said of it. */
export interface FileToExtract {
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	readonly source: ByteSource;
	/** Milliseconds since 1970. */
	now(): number;
	/** Stored files that may belong to it. */
	readonly beside?: () => readonly FileBeside[];
	/** Keeps what a long reading has done. Without it the file is read in one go. */
	readonly desk?: Desk;
	/** What readings at the same time may hold together. Without it this one is alone. */
	readonly memory?: MemoryBudget;
	/** A model that may be asked. Without it everything is read that bytes alone tell. */
	readonly model?: AskModel | undefined;
	/** How the text of documents is wanted to be cut. */
	readonly chunks?: ChunkOptions | undefined;
	/** Where chunks are made findable by their meaning. */
	readonly meaning?: LearnMeaning | undefined;
}

/** A stage that was reached, what share of the whole that is, and what the file has turned out to be. */
export interface ReachedStage {
	readonly stage: string;
	/** Percent. */
	readonly progress: number;
	/** How far the stage itself is, where it counts something. */
	readonly count?: StageCount;
	readonly kind: FileKind;
	readonly mime: string;
}

/** What the bytes are, and what they told. */
export interface Extracted {
	readonly kind: FileKind;
	readonly mime: string;
	/** The stage that is reached once the facts are saved. */
	readonly lastStage: string;
	readonly result: Result<Facts, FileProblem>;
}

/**
 * Reads one file's facts. Whatever the bytes hold ends as facts or as a refusal with a sentence for a person; only a
 * byte source that threw makes this throw, with the source's own error, so that the caller tries again later, and a
 * desk whose turn is over, with `PausedError`.
 */
export async function extractFile(
	file: FileToExtract,
	reached: (reached: ReachedStage) => void,
): Promise<Extracted> {
	if (file.source.size === 0) {
		const detail = "The file is empty: it has a name but not a single byte.";
		return {
			kind: "other",
			mime: "application/octet-stream",
			lastStage: pipelineFor("other").stages.at(-1)?.name ?? "",
			result: refuse({ code: "empty-file", detail }),
		};
	}
	const failures: unknown[] = [];
	const source = watched(file.source, failures);
	const throwIfFailed = () => {
		if (failures.length > 0) throw failures[0];
	};
	const began = file.now();
	let milliseconds = MAX_EXTRACTION_MS;
	const reader = new RangedReader(source, MAX_READ_BYTES, () => {
		if (file.now() > began + milliseconds) throw new TimeLimitError();
	});
	let format = await sniff(new Uint8Array(0));
	try {
		format = await sniff(await reader.read(0, SNIFF_BYTES));
		format = (await archiveFormat(reader)) ?? format;
		const { kind, mime } = format;
		const pipeline = pipelineFor(kind);
		if (pipeline.bounds) {
			milliseconds = pipeline.bounds.milliseconds;
			reader.allow(pipeline.bounds.readBytes);
		}
		const { name, type, now, model, meaning, chunks } = file;
		const { desk = new MemoryDesk(), memory = new MemoryBudget(HELD_BYTES) } = file;
		const beside = () => (file.beside?.() ?? []).map((other) => watchedBeside(other, failures));
		const claimed = type === undefined ? {} : { type };
		const asked = { ...(model && { model }), ...(meaning && { meaning }), ...(chunks && { chunks }) };
		const input = { name, format, reader, now, desk, memory, beside, ...claimed, ...asked };
		const result = await pipeline.extract(input, (stage, count) => {
			const progress = progressAt(pipeline.stages, stage, count);
			reached({ stage, progress, kind, mime, ...(count && { count }) });
		});
		throwIfFailed();
		return { kind, mime, lastStage: pipeline.stages.at(-1)?.name ?? "", result };
	} catch (error) {
		throwIfFailed();
		if (error instanceof PausedError) throw error;
		return {
			kind: format.kind,
			mime: format.mime,
			lastStage: pipelineFor(format.kind).stages.at(-1)?.name ?? "",
			result: refuse(problemOf(error, format.label)),
		};
	}
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
		const detail = `The facts of this ${label} lie too far apart: ${error.message}`;
		return { code: "too-much-to-read", detail };
	}
	return { code: "unreadable", detail: `This ${label} is damaged in a way that stopped the reader.` };
}

/** Remembers a failure of storage, even where a parser on the way swallowed it. */
function watched(source: ByteSource, failures: unknown[]): ByteSource {
	return {
		size: source.size,
		async read(offset, length) {
			try {
				const bytes = await source.read(offset, length);
				if (bytes.length < length) throw new Error(`storage gave ${bytes.length} of ${length} bytes`);
				return bytes;
			} catch (error) {
				failures.push(error);
				throw new SourceError("storage did not answer", { cause: error });
			}
		},
	};
}

function watchedBeside({ n, name, source }: FileBeside, failures: unknown[]): FileBeside {
	return { n, name, source: watched(source, failures) };
}
