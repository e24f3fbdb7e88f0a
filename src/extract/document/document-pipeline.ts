import { ok } from "../../protocol/result.ts";
import { chunkSizeOf } from "../../protocol/text/chunk-options.ts";
import type { Pipeline } from "../pipeline.ts";
import { documentFacts } from "./document-facts.ts";
import { openerOf } from "./document-formats.ts";
import { MAX_DOCUMENT_READ_BYTES } from "./limits.ts";
import { resumeProgress } from "./progress.ts";
import { cutText } from "./stages/cutting.ts";
import { enrichChunks } from "./stages/enriching.ts";
import { extractText } from "./stages/extracting.ts";
import { indexChunks } from "./stages/indexing.ts";

/**
 * Seed 003's steps. Each lays what it has done on the desk, so that a document of any length is read in turns and goes on
 * from there after a crash: pages while text is extracted, chunks in all stages after it.
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
	// How long a document takes is nobody's business but its own: it is read in turns, and every turn is bounded.
	bounds: { readBytes: MAX_DOCUMENT_READ_BYTES, milliseconds: Number.POSITIVE_INFINITY },
	async extract(input, reached) {
		const { desk } = input;
		const progress = resumeProgress(desk, chunkSizeOf(input.chunks));
		if (progress.stage === "extracting") {
			const opened = await openerOf(input.format.mime)(input);
			if (!opened.ok) return opened;
			try {
				await extractText(opened.value, input, progress, reached);
			} finally {
				await opened.value.close();
			}
		}
		if (progress.stage === "chunking") await cutText(desk, progress, reached);
		if (progress.stage === "enriching") await enrichChunks(input, progress, reached);
		if (progress.stage === "indexing") await indexChunks(input, progress, reached);
		return ok(documentFacts(input, progress));
	},
};
