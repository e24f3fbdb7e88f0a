/** Lists of what was found in a document. */
export const documentFactWords = {
	links: "Links",
	linksInText: "Links in the text",
};
