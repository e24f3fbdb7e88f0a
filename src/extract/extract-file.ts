import {
	type ExtractionRequest,
	type ExtractionResult,
	extractWith,
	type ReachedStage,
	type Readers,
} from "./extraction.ts";
import { archiveFormat } from "./kind/archive-format.ts";
import { sniff } from "./kind/sniff.ts";
import { pipelineFor } from "./registry.ts";

const EVERYTHING: Readers = {
	sniff,
	refine: async (reader, format) => (await archiveFormat(reader)) ?? format,
	pipelineFor,
};

/** Extracts the facts of a file of any format. `extractWith` says what it returns and throws. */
export function extractFile(
	file: ExtractionRequest,
	report: (reached: ReachedStage) => void,
): Promise<ExtractionResult> {
	return extractWith(EVERYTHING, file, report);
}
