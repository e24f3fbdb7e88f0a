import { formatCount, formatFiles, formatList } from "./format.ts";

/** What a row of the list says about its file, and the names of uploads. */
export const listWords = {
	/** Labels in a row: a word or two. */
	adding: "Adding",
	toUpload: "Waiting to upload",
	uploading: "Uploading",
	uploadingElsewhere: "Uploading in another tab",
	notUploaded: "Not uploaded",
	missing: "Missing",
	missingHint: "Waiting for the file: choose it again to continue.",
	toDownload: "Waiting to download",
	validatingUrl: "Validating URL",
	downloading: "Downloading",
	queued: "Waiting in line",
	reading: "Reading",
	retrying: (attempt: number) => `Retrying (attempt ${formatCount(attempt)})`,
	paused: "Paused",
	done: "Done",
	failed: "Failed",
	failedHint: "The server could not read this file.",
	cancelled: "Cancelled",
	/** What was requested and is not done yet. */
	pending: {
		pause: "Pausing",
		resume: "Resuming",
		retry: "Retrying",
		cancel: "Cancelling",
		remove: "Deleting",
	},
	/** A stage that counts pages or chunks. */
	stageCount: (stage: string, done: number, total: number) =>
		`${stage} ${formatCount(done)} of ${formatCount(total)}`,
	/** An upload without folders, by its first file and the number of its other files. */
	andMore: (name: string, others: number) => `${name} and ${formatCount(others)} more`,
	moreFolders: (count: number) => (count === 1 ? "1 more folder" : `${formatCount(count)} more folders`),
	files: formatFiles,
	join: formatList,
	/** The steps of reading a video or an audio file. */
	recording: {
		info: "Getting video info",
		transcript: "Generating transcript",
		content: "Analyzing content",
		mindMap: "Creating mind map",
		saving: "Saving data",
		indexing: "Indexing for search",
		count: (step: string, done: number, total: number) =>
			`${step}: ${formatCount(done)} of ${formatCount(total)}`,
	},
};
