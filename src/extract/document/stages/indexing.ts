import { indexInSteps } from "../../index-in-steps.ts";
import type { ExtractionInput, ReportStage } from "../../pipeline.ts";
import { toState } from "../../resume-store.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { type DocumentProgress, reportProgress } from "../progress.ts";

/** Makes the chunks searchable: by words, and by meaning where there is a semantic index. */
export async function indexChunks(
	{ resumeStore, semanticUpsert }: Pick<ExtractionInput, "resumeStore" | "semanticUpsert">,
	progress: DocumentProgress,
	report: ReportStage,
): Promise<void> {
	const { done, chunks: total } = progress;
	reportProgress(report, "indexing", done, total);
	await indexInSteps(
		resumeStore,
		{ done, total },
		async (from, to) => {
			if (semanticUpsert && !progress.wordsOnly) {
				const upserted = await semanticUpsert(await resumeStore.chunks(from, to - from));
				if (!upserted.ok) {
					progress.wordsOnly = true;
					new DocumentMetadata(progress.head).addNotice(
						`Parts of it are found by their words only, not by meaning. ${upserted.problem.detail}`,
					);
				}
			}
			progress.done = to;
			return toState(progress);
		},
		(from, to) => {
			for (let done = from + 1; done <= to; done++) reportProgress(report, "indexing", done, total);
		},
	);
}
