/** The open file. */
export const selectionWords = {
	unavailable: (why: string) => `The details could not be loaded. ${why}`,
};
