import { MemoryDesk } from "../../../src/extract/resume-store.ts";
import { type Extracted, extractFile, type ReachedStage } from "../../../src/extract/run.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import type { ChunkOptions } from "../../../src/protocol/text/chunk-options.ts";
import { sourceOf } from "../from-bytes.ts";

/** What reading a document in one go gave. */
export interface ReadDocument {
	readonly extracted: Extracted;
	readonly facts: Facts;
	readonly chunks: readonly Chunk[];
	/** The whole text, put together of the chunks by their places. */
	readonly text: string;
	readonly reached: readonly ReachedStage[];
}

/** Reads a document that must be readable. */
export async function readDocument(
	bytes: Uint8Array,
	name = "file",
	chunks?: ChunkOptions,
): Promise<ReadDocument> {
	const desk = new MemoryDesk();
	const reached: ReachedStage[] = [];
	const extracted = await extractFile(
		{ name, source: sourceOf(bytes), now: () => 0, desk, chunks },
		(stage) => reached.push(stage),
	);
	if (!extracted.result.ok) throw new Error(`refused: ${extracted.result.problem.detail}`);
	const all = desk.chunks(0, Number.POSITIVE_INFINITY);
	return { extracted, facts: extracted.result.value, chunks: all, text: wholeText(all), reached };
}

/** Puts chunks together; throws where something is missing between two. */
export function wholeText(chunks: readonly Chunk[]): string {
	let text = "";
	for (const chunk of chunks) {
		if (chunk.start > text.length) throw new Error(`nothing from ${text.length} to ${chunk.start}`);
		if (chunk.end - chunk.start !== chunk.text.length)
			throw new Error(`chunk ${chunk.index} is not as long as it says`);
		if (!text.slice(chunk.start).startsWith(chunk.text.slice(0, text.length - chunk.start)))
			throw new Error(`chunk ${chunk.index} does not say what stands where it begins`);
		text = text.slice(0, chunk.start) + chunk.text;
	}
	return text;
}
