/** The page of a guest: somebody who was given a link to an upload. */
export const sharedWords = {
	loading: "Loading…",
	overTitle: "This link no longer works",
	overText: "It has expired, or its owner stopped sharing. Ask them for a new link.",
	noFiles: "There are no files here yet.",
	viewOnly: "Shared with you (view only)",
	files: "Files",
	download: "Download original",
	downloading: "Downloading…",
	downloadFailed: "The download failed. Try again.",
};
