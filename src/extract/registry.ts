import type { FileKind } from "../protocol/files/file-state.ts";
import { basicPipeline } from "./basic-pipeline.ts";
import { documentPipeline } from "./document/document-pipeline.ts";
import { containerReaderFor } from "./image/containers/image-formats.ts";
import { imagePipeline } from "./image/image-pipeline.ts";
import { mediaPipeline } from "./media/media-pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

/** Kinds without a pipeline of their own get the facts that every file has. */
const PIPELINES: { readonly [kind in FileKind]: Pipeline } = {
	image: imagePipeline(containerReaderFor),
	document: documentPipeline,
	video: mediaPipeline("video"),
	audio: mediaPipeline("audio"),
	other: basicPipeline("other"),
};

/** The pipeline for files of this kind. */
export function pipelineFor(kind: FileKind): Pipeline {
	return PIPELINES[kind];
}
