import type { ExtractionInput, Reached } from "../../pipeline.ts";
import { Head } from "../document-metadata.ts";
import { noteOf, type Progress, reportStep } from "../progress.ts";

/** Chunks that are made searchable in one step: one write of the index, which is dearer the more often it happens. */
const STEP_CHUNKS = 64;

/** Makes the chunks searchable: by their words, and by their meaning where there is an index for that. */
export async function indexChunks(
	{ desk, meaning }: Pick<ExtractionInput, "desk" | "meaning">,
	progress: Progress,
	reached: Reached,
): Promise<void> {
	const { chunks } = progress;
	reportStep(reached, "indexing", progress.done, chunks);
	while (progress.done < chunks) {
		const from = progress.done;
		const to = Math.min(from + STEP_CHUNKS, chunks);
		// Before the step is kept: what a crash takes is done again, and nothing is left out.
		if (meaning && !progress.wordsOnly) {
			const learnt = await meaning(desk.chunks(from, to - from));
			if (!learnt.ok) {
				progress.wordsOnly = true;
				new Head(progress.head).notice(`Not all of it is found by its meaning. ${learnt.problem.detail}`);
			}
		}
		progress.done = to;
		desk.keep({ note: noteOf(progress), search: { from, to } });
		for (let done = from + 1; done <= to; done++) reportStep(reached, "indexing", done, chunks);
		await desk.breathe();
	}
}
