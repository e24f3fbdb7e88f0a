import type { ExtractionCheckpoint } from "../../extract/resume-store.ts";
import { type ReadingProgress, ROWS_PER_FILE, type TextTables } from "../../session/store/text-tables.ts";

/**
 * Writes checkpoints of one file, which came together, as if they had been written one after the other: text batches that a later one
 * drops are not written at all. To be called in a transaction. Throws when they do not continue what is saved.
 */
export function saveCheckpoints(
	tables: TextTables,
	file: number,
	checkpoints: readonly ExtractionCheckpoint[],
): void {
	const last = checkpoints.at(-1);
	if (last === undefined) return;
	const before = tables.progressOf(file);
	let { textBatches, chunks, searchable } = before;
	const dropsAt = checkpoints.findLastIndex(({ dropTextBatches }) => dropTextBatches);
	for (const [index, checkpoint] of checkpoints.entries()) {
		const { textBatch } = checkpoint;
		if (index === dropsAt) {
			if (before.textBatches > 0) tables.dropTextBatches(file);
			textBatches = 0;
		} else if (textBatch) {
			if (index > dropsAt) tables.putTextBatch(file, textBatches, JSON.stringify(textBatch));
			textBatches += 1;
		}
		for (const chunk of checkpoint.chunks ?? []) {
			if (chunk.index !== chunks)
				throw new CheckpointError(file, `chunk ${chunk.index} came instead of ${chunks}`);
			tables.putChunk(file, chunk);
			chunks += 1;
		}
		searchable = searchableAfter(file, checkpoint, { chunks, searchable });
		if (Math.max(chunks, textBatches) > ROWS_PER_FILE)
			throw new CheckpointError(file, "it has too many rows");
	}
	if (searchable > before.searchable) tables.makeSearchable(file, before.searchable, searchable);
	tables.saveProgress(file, { note: JSON.stringify(last.state), textBatches, chunks, searchable });
}

/** How many chunks can be searched after a checkpoint. */
function searchableAfter(
	file: number,
	{ searchable: range }: ExtractionCheckpoint,
	{ chunks, searchable }: Pick<ReadingProgress, "chunks" | "searchable">,
): number {
	if (range === undefined) return searchable;
	const { from, to } = range;
	if (from !== searchable || to < from || to > chunks)
		throw new CheckpointError(
			file,
			`chunks ${from} to ${to} of ${chunks} cannot become searchable after ${searchable}`,
		);
	return to;
}

/** An extractor reported a checkpoint that does not continue what is saved. */
class CheckpointError extends Error {
	override name = "CheckpointError" as const;

	constructor(file: number, what: string) {
		super(`The checkpoints of file ${file} are wrong: ${what}.`);
	}
}
