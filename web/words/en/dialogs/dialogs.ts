import { formatCount } from "../format.ts";

function cancelText(count: number): string {
	const files = count === 1 ? "1 unfinished file" : `${formatCount(count)} unfinished files`;
	return `${files} will not be uploaded or read, and parts already uploaded are deleted. Finished files are kept.`;
}

/** Questions before something is deleted, and what all dialogs share. */
export const dialogWords = {
	close: "Close",
	dismiss: "Dismiss",
	cancelAll: "Cancel all unfinished files?",
	cancelUpload: (upload: string) => `Cancel the rest of ${upload}?`,
	cancelText,
	cancelYes: "Cancel files",
	cancelNo: "Keep going",
	deleteAll: "Delete all files?",
	deleteAllText:
		"All your files, their previews and everything found in them are deleted from the server. Links you shared stop working. This cannot be undone.",
	deleteAllYes: "Delete all files",
	deleteAllNo: "Keep files",
};
