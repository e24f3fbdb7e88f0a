import { formatFiles } from "./format.ts";

/** Notices about uploading, and why a file could not be uploaded. */
export const uploadWords = {
	unreadable:
		"This file can no longer be read: it was moved, changed or deleted after you added it. Add it again to upload it.",
	refused: "The server refused this file.",
	failed: (tries: number, why: string) => `Uploading failed ${tries} times. ${why}`,
	connectionBroke: "The connection broke each time.",
	waitingForServer: "Waiting for the server. Your files are uploaded as soon as it answers.",
	tooLarge: (files: number, gib: number) =>
		`${formatFiles(files)} larger than ${gib} GiB cannot be uploaded.`,
	resumed: (files: number) => `Uploading continues for ${formatFiles(files)}.`,
	alreadyUploading: (files: number) => `Already in your list and uploading: ${formatFiles(files)}.`,
	alreadyUploaded: (files: number) => `Already uploaded: ${formatFiles(files)}.`,
	notKept: "Your browser cannot keep a copy of these files. Leave this page open until they are uploaded.",
	commandDelayed: "The server cannot be reached. This is done as soon as it answers.",
};
