import type { ExtractionInput, ReportStage } from "../../pipeline.ts";
import { toState } from "../../resume-store.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { type DocumentProgress, reportProgress } from "../progress.ts";
import { describeWithModel } from "../words/model-description.ts";
import { StatisticsCollector } from "../words/text-statistics.ts";

/** Chunks that are processed between two checkpoints. */
const CHECKPOINT_CHUNKS = 64;

/** Collects statistics of the chunks, and asks a model for a description where there is one. */
export async function enrichChunks(
	{ resumeStore, model }: Pick<ExtractionInput, "resumeStore" | "model">,
	progress: DocumentProgress,
	report: ReportStage,
): Promise<void> {
	const collector = new StatisticsCollector(progress.tally);
	reportProgress(report, "enriching", progress.done, progress.chunks);
	let countedTo = progress.done === 0 ? 0 : ((await resumeStore.chunks(progress.done - 1, 1))[0]?.end ?? 0);
	while (true) {
		const chunks = await resumeStore.chunks(progress.done, CHECKPOINT_CHUNKS);
		if (chunks.length === 0) break;
		for (const { text, start, end } of chunks) {
			// The overlap was counted with the previous chunk.
			collector.add(text.slice(Math.max(0, countedTo - start)));
			countedTo = end;
			progress.done += 1;
			reportProgress(report, "enriching", progress.done, progress.chunks);
		}
		progress.tally = collector.snapshot();
		resumeStore.save({ state: toState(progress) });
		await resumeStore.yieldToLoop();
	}
	if (model && progress.chunks > 0) {
		const description = await describeWithModel(model, resumeStore);
		if (description.ok) progress.told = description.value;
		else
			new DocumentMetadata(progress.head).addNotice(
				`The summary and keywords come from word counts, not from a model. ${description.problem.detail}`,
			);
	}
	Object.assign(progress, { stage: "indexing", done: 0 });
	resumeStore.save({ state: toState(progress) });
}
