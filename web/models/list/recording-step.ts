import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { listWords } from "../../words/en/list.ts";

const steps = listWords.recording;

/** The step that follows each finished stage of a recording. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
	upload_complete: steps.info,
	metadata_extraction: steps.transcript,
	transcript_generation: steps.content,
	content_analysis: steps.mindMap,
	mindmap_generation: steps.saving,
	data_storage: steps.indexing,
};

/** Steps of a recording that report their progress as counts. */
const COUNTED_STEPS: Readonly<Record<string, string>> = {
	transcript_generation: steps.transcript,
	indexing: steps.indexing,
};

/** The current step of a recording; `undefined` for other files, or if nothing is being done. */
export function recordingStep({ state, kind, stage = "", done, total }: FileRecord): string | undefined {
	if (state !== "processing" || (kind !== "video" && kind !== "audio")) return undefined;
	if (done === undefined || total === undefined) return NEXT_STEPS[stage];
	const step = COUNTED_STEPS[stage];
	return step && steps.count(step, done, total);
}
