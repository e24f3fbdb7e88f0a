import {
	type ExtractionRequest,
	type ExtractionResult,
	extractWith,
	type ReachedStage,
	type Readers,
} from "./extraction.ts";
import { photoContainerFor } from "./image/containers/photo-formats.ts";
import type { ImageContents } from "./image/image-contents.ts";
import { imagePipeline } from "./image/image-pipeline.ts";
import { formatOf } from "./kind/formats.ts";
import { photoFormat } from "./kind/photo-format.ts";
import type { RangedReader } from "./ranged-reader.ts";

const PHOTO_PIPELINE = imagePipeline((mime) => photoContainerFor(mime) ?? notAPhoto);

const PHOTOS: Readers = {
	sniff: (head) => photoFormat(head) ?? formatOf("application/octet-stream"),
	refine: async (_reader, format) => format,
	pipelineFor: () => PHOTO_PIPELINE,
};

async function notAPhoto(_reader: RangedReader, contents: ImageContents): Promise<void> {
	contents.addDefect("Its first bytes are not those of a photo.");
}

/**
 * Extracts the facts of a photo, which is what `photoFormat` recognises. Every loop over its bytes is ours and bounded, so that a session
 * can do it on its own thread; all other files need `extractFile`. `extractWith` says what it returns and throws.
 */
export function extractPhoto(
	file: ExtractionRequest,
	report: (reached: ReachedStage) => void,
): Promise<ExtractionResult> {
	return extractWith(PHOTOS, file, report);
}
