import type { FileKind } from "../protocol/files/file-state.ts";
import { basicPipeline } from "./basic.ts";
import { documentPipeline } from "./document/document-pipeline.ts";
import { imagePipeline } from "./image/image-pipeline.ts";
import { mediaPipeline } from "./media/media-pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

/** What reads which kind. A kind without a reader of its own gets the facts that any file has. */
const PIPELINES: { readonly [kind in FileKind]: Pipeline } = {
	image: imagePipeline,
	document: documentPipeline,
	video: mediaPipeline("video"),
	audio: mediaPipeline("audio"),
	other: basicPipeline("other"),
};

/** The pipeline that reads files of `kind`. */
export function pipelineFor(kind: FileKind): Pipeline {
	return PIPELINES[kind];
}
