import type { Desk } from "../desk.ts";
import type { Reached } from "../pipeline.ts";
import { noteOf, type Progress, reportStep } from "./progress.ts";

/** Chunks that are made searchable in one step: one write of the index, which is dearer the more often it happens. */
const STEP_CHUNKS = 64;

/** Makes the chunks searchable. */
export async function indexChunks(desk: Desk, progress: Progress, reached: Reached): Promise<void> {
	const { chunks } = progress;
	reportStep(reached, "indexing", progress.done, chunks);
	while (progress.done < chunks) {
		const from = progress.done;
		const to = Math.min(from + STEP_CHUNKS, chunks);
		progress.done = to;
		desk.keep({ note: noteOf(progress), search: { from, to } });
		for (let done = from + 1; done <= to; done++) reportStep(reached, "indexing", done, chunks);
		await desk.breathe();
	}
}
