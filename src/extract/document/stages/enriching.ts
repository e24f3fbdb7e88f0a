import type { ExtractionInput, Reached } from "../../pipeline.ts";
import { Head } from "../document-metadata.ts";
import { noteOf, type Progress, reportStep } from "../progress.ts";
import { askForWords } from "../words/model-words.ts";
import { Tallying } from "../words/tally.ts";

/** Chunks that are looked at in one step. */
const STEP_CHUNKS = 64;

/** Looks through the chunks for what stands out in them, and asks a model where there is one. */
export async function enrichChunks(
	{ desk, model }: Pick<ExtractionInput, "desk" | "model">,
	progress: Progress,
	reached: Reached,
): Promise<void> {
	const tallying = new Tallying(progress.tally);
	reportStep(reached, "enriching", progress.done, progress.chunks);
	let seen = progress.done === 0 ? 0 : (desk.chunks(progress.done - 1, 1)[0]?.end ?? 0);
	while (true) {
		const chunks = desk.chunks(progress.done, STEP_CHUNKS);
		if (chunks.length === 0) break;
		for (const { text, start, end } of chunks) {
			// What overlaps was counted with the chunk before.
			tallying.add(text.slice(Math.max(0, seen - start)));
			seen = end;
			progress.done += 1;
			reportStep(reached, "enriching", progress.done, progress.chunks);
		}
		progress.tally = tallying.kept();
		desk.keep({ note: noteOf(progress) });
		await desk.breathe();
	}
	if (model && progress.chunks > 0) {
		const words = await askForWords(model, desk);
		if (words.ok) progress.told = words.value;
		else
			new Head(progress.head).notice(
				`Summary and keywords were counted in the text. ${words.problem.detail}`,
			);
	}
	Object.assign(progress, { stage: "indexing", done: 0 });
	desk.keep({ note: noteOf(progress) });
}
