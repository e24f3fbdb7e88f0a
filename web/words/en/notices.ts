/** Notices about the session, about what was dropped, pasted or picked, and about the open file. */
export const noticeWords = {
	gone: "Your files are no longer on the server: they expired or were deleted. Add them again if you need them.",
	deleted: "All your files were deleted.",
	notDeleted: (why: string) => `Nothing was deleted. ${why}`,
	partNotLoaded:
		"A part of this page could not be loaded. It keeps trying; files you add are uploaded once it succeeds.",
	noFiles: "There were no files in what you added.",
	unreadable: "Your browser could not read what you added. Try the buttons instead.",
	noDetails: (why: string) => `The details could not be loaded. ${why}`,
};
