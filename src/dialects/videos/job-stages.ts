/** A step of a job as clients of seed 004 know it. */
export interface JobStage {
	readonly stage: string;
	readonly message: string;
}

/**
 * The seed's steps by the names of pipeline stages. A video's stages have the seed's own names; a stage of another kind of
 * file has the seed's name where it is the same step, otherwise its own.
 */
const STAGES: Readonly<Record<string, JobStage>> = {
	expected: { stage: "expected", message: "Waiting for the upload" },
	uploading: { stage: "uploading", message: "Uploading" },
	upload_complete: { stage: "upload_complete", message: "Waiting in the queue" },
	url_validation: { stage: "url_validation", message: "Validating URL" },
	extraction_start: { stage: "metadata_extraction", message: "Reading the metadata" },
	metadata_extraction: { stage: "metadata_extraction", message: "Getting video info" },
	transcript_generation: { stage: "transcript_generation", message: "Generating transcript" },
	content_analysis: { stage: "content_analysis", message: "Analyzing content" },
	mindmap_generation: { stage: "mindmap_generation", message: "Creating mind map" },
	extraction_complete: { stage: "data_storage", message: "Saving data" },
	data_storage: { stage: "data_storage", message: "Saving data" },
	indexing: { stage: "indexing", message: "Indexing for search" },
	complete: { stage: "completed", message: "Completed" },
	completed: { stage: "completed", message: "Completed" },
};

/** The seed's step for a stage; a stage that the seed does not know keeps its name, with a sentence made of it. */
export function jobStage(name: string): JobStage {
	const words = name.replaceAll("_", " ");
	return STAGES[name] ?? { stage: name, message: words.charAt(0).toUpperCase() + words.slice(1) };
}
