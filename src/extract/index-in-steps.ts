import type { Json } from "../protocol/files/facts.ts";
import type { ResumeStore } from "./resume-store.ts";

/** Chunks that become searchable with one checkpoint. Each is a write of the index, so fewer are cheaper. */
const CHECKPOINT_CHUNKS = 64;

/**
 * Makes the saved chunks from number `done` to `total` searchable, a checkpoint at a time. `advance` is called with each range before
 * it is saved, and returns the state of that checkpoint: what it does is repeated after a crash rather than missed. `onSaved` is
 * called once the range is saved.
 */
export async function indexInSteps(
	resumeStore: ResumeStore,
	{ done, total }: { readonly done: number; readonly total: number },
	advance: (from: number, to: number) => Json | Promise<Json>,
	onSaved: (from: number, to: number) => void,
): Promise<void> {
	for (let from = done; from < total; ) {
		const to = Math.min(from + CHECKPOINT_CHUNKS, total);
		const state = await advance(from, to);
		resumeStore.save({ state, searchable: { from, to } });
		onSaved(from, to);
		await resumeStore.yieldToLoop();
		from = to;
	}
}
