import { extractFile } from "../../../src/extract/extract-file.ts";
import type { ExtractionResult, ReachedStage } from "../../../src/extract/extraction.ts";
import { MemoryResumeStore } from "../../../src/extract/resume-store.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import type { ChunkOptions } from "../../../src/protocol/text/chunk-options.ts";
import { sourceOf } from "../from-bytes.ts";

/** The result of reading a document in one go. */
export interface ReadDocument {
	readonly extracted: ExtractionResult;
	readonly facts: Facts;
	readonly chunks: readonly Chunk[];
	/** The whole text, joined from the chunks by their offsets. */
	readonly text: string;
	/** Every reported stage. */
	readonly reached: readonly ReachedStage[];
}

/** Reads a document that must not be refused. */
export async function readDocument(
	bytes: Uint8Array,
	name = "file",
	chunkOptions?: ChunkOptions,
): Promise<ReadDocument> {
	const resumeStore = new MemoryResumeStore();
	const reached: ReachedStage[] = [];
	const extracted = await extractFile(
		{ name, source: sourceOf(bytes), now: () => 0, resumeStore, chunkOptions },
		(stage) => reached.push(stage),
	);
	if (!extracted.result.ok) throw new Error(`refused: ${extracted.result.problem.detail}`);
	const chunks = await resumeStore.chunks(0, Number.POSITIVE_INFINITY);
	return { extracted, facts: extracted.result.value, chunks, text: joinChunks(chunks), reached };
}

/** Joins chunks by their offsets. Throws when text is missing between two, or when they contradict each other. */
function joinChunks(chunks: readonly Chunk[]): string {
	let text = "";
	for (const chunk of chunks) {
		if (chunk.start > text.length) throw new Error(`no text from ${text.length} to ${chunk.start}`);
		if (chunk.end - chunk.start !== chunk.text.length)
			throw new Error(`chunk ${chunk.index} is not as long as its offsets`);
		if (!text.slice(chunk.start).startsWith(chunk.text.slice(0, text.length - chunk.start)))
			throw new Error(`chunk ${chunk.index} differs from the text where it begins`);
		text = text.slice(0, chunk.start) + chunk.text;
	}
	return text;
}
