import type { FileRecord } from "../../../src/protocol/files/file-record.ts";

/** What comes behind each step of a recording that is done, in the words of the older contract. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
	upload_complete: "Getting video info",
	metadata_extraction: "Generating transcript",
	transcript_generation: "Analyzing content",
	content_analysis: "Creating mind map",
	mindmap_generation: "Saving data",
	data_storage: "Indexing for search",
};

/** Steps of a recording that count what they go through, while they do. */
const COUNTED_STEPS: Readonly<Record<string, string>> = {
	transcript_generation: "Generating transcript",
	indexing: "Indexing for search",
};

/** What is being done to a recording; `undefined` for any other file, and when nothing is. */
export function recordingStep({ state, kind, stage = "", done, total }: FileRecord): string | undefined {
	if (state !== "processing" || (kind !== "video" && kind !== "audio")) return undefined;
	if (done === undefined || total === undefined) return NEXT_STEPS[stage];
	const step = COUNTED_STEPS[stage];
	return step && `${step}: ${done} of ${total}`;
}
