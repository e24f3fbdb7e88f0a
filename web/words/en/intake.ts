import { formatBytesDone, formatFiles } from "./format.ts";

/** Adding files: the empty page, the buttons, and what is shown while files are dropped. */
export const intakeWords = {
	emptyTitle: "Drop photos, documents or videos here",
	emptyText:
		"Add files or whole folders. Darkroom uploads each one and shows what is in it: when and where a photo was taken, the text of a document, what is said in a video. You can close this page at any time: whatever is already uploaded is kept and read.",
	choose: { files: "Choose files", folder: "Choose folder", links: "Paste links" },
	add: { files: "Add files", folder: "Add folder", links: "Add links" },
	filesField: "Files to add",
	folderField: "Folder to add",
	dropHere: "Drop to add",
	scanning: (found: number) => `Scanning the folder: ${formatFiles(found)} found so far`,
	partialUploads: (stored: number, bytes: number) =>
		`Partial uploads from another program: ${formatBytesDone(stored, bytes)} uploaded`,
};
