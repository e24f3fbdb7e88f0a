import { ok } from "../../protocol/result.ts";
import { chunkSizeOf } from "../../protocol/text/chunk-options.ts";
import type { Pipeline } from "../pipeline.ts";
import { documentFacts } from "./document-facts.ts";
import { openerFor } from "./document-formats.ts";
import { MAX_DOCUMENT_READ_BYTES } from "./limits.ts";
import { resumeProgress } from "./progress.ts";
import { chunkText } from "./stages/chunking.ts";
import { enrichChunks } from "./stages/enriching.ts";
import { extractText } from "./stages/extracting.ts";
import { indexChunks } from "./stages/indexing.ts";

/**
 * The stages of seed 003. Each saves checkpoints (of pages while text is extracted, of chunks in later stages), so that a document
 * of any length is read in slices and continues after a crash.
 */
export const documentPipeline: Pipeline = {
	kind: "document",
	stages: [
		{ name: "received", weight: 10 },
		{ name: "extracting", weight: 40 },
		{ name: "chunking", weight: 10 },
		{ name: "enriching", weight: 20 },
		{ name: "indexing", weight: 15 },
		{ name: "completed", weight: 5 },
	],
	// No time limit: documents run in slices, and each slice is bounded.
	bounds: { readBytes: MAX_DOCUMENT_READ_BYTES, milliseconds: Number.POSITIVE_INFINITY },
	async extract(input, report) {
		const { resumeStore } = input;
		const progress = resumeProgress(resumeStore, chunkSizeOf(input.chunkOptions));
		if (progress.stage === "extracting") {
			const opened = await openerFor(input.format.mime)(input);
			if (!opened.ok) return opened;
			try {
				await extractText(opened.value, input, progress, report);
			} finally {
				await opened.value.close();
			}
		}
		if (progress.stage === "chunking") await chunkText(resumeStore, progress, report);
		if (progress.stage === "enriching") await enrichChunks(input, progress, report);
		if (progress.stage === "indexing") await indexChunks(input, progress, report);
		return ok(documentFacts(input, progress));
	},
};
