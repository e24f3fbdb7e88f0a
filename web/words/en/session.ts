/** Notices about the session as a whole. */
export const sessionWords = {
	gone: "Your files are no longer on the server: they expired or were deleted. Add them again if you need them.",
	deleted: "All your files were deleted.",
	notDeleted: (why: string) => `Nothing was deleted. ${why}`,
	partNotLoaded:
		"A part of this page could not be loaded. It keeps trying; files you add are uploaded once it succeeds.",
};
