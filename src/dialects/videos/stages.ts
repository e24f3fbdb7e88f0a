/** A step as clients of seed 004 know it. */
export interface Stage {
	readonly stage: string;
	readonly message: string;
}

/**
 * The seed's steps by the names that pipelines give them. Those of a video are the seed's own; what other kinds of files go
 * through is told by the seed's name where it is the same step, else by its own.
 */
const STAGES: Readonly<Record<string, Stage>> = {
	expected: { stage: "expected", message: "Waiting for the upload" },
	uploading: { stage: "uploading", message: "Uploading" },
	upload_complete: { stage: "upload_complete", message: "Waiting in the queue" },
	url_validation: { stage: "url_validation", message: "Validating URL" },
	extraction_start: { stage: "metadata_extraction", message: "Reading what the file tells" },
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

/** How a step is told; one that the seed does not know by its own name. */
export function stageOf(name: string): Stage {
	const words = name.replaceAll("_", " ");
	return STAGES[name] ?? { stage: name, message: words.charAt(0).toUpperCase() + words.slice(1) };
}
