import type { ExtractionInput, ReportStage } from "../../pipeline.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { type DocumentProgress, reportProgress, toState } from "../progress.ts";

/** Chunks that become searchable with one checkpoint. Each is a write of the index, so fewer are cheaper. */
const CHECKPOINT_CHUNKS = 64;

/** Makes the chunks searchable: by words, and by meaning where there is a semantic index. */
export async function indexChunks(
	{ resumeStore, semanticUpsert }: Pick<ExtractionInput, "resumeStore" | "semanticUpsert">,
	progress: DocumentProgress,
	report: ReportStage,
): Promise<void> {
	const { chunks } = progress;
	reportProgress(report, "indexing", progress.done, chunks);
	while (progress.done < chunks) {
		const from = progress.done;
		const to = Math.min(from + CHECKPOINT_CHUNKS, chunks);
		// Before the checkpoint: after a crash the upsert is repeated rather than missed.
		if (semanticUpsert && !progress.wordsOnly) {
			const upserted = await semanticUpsert(resumeStore.chunks(from, to - from));
			if (!upserted.ok) {
				progress.wordsOnly = true;
				new DocumentMetadata(progress.head).addNotice(
					`Parts of it are found by their words only, not by meaning. ${upserted.problem.detail}`,
				);
			}
		}
		progress.done = to;
		resumeStore.save({ state: toState(progress), searchable: { from, to } });
		for (let done = from + 1; done <= to; done++) reportProgress(report, "indexing", done, chunks);
		await resumeStore.yieldToLoop();
	}
}
