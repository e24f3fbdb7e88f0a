/** Places inside a file, such as a page of a document. */
export const placeWords = {
	page: (page: number) => `Page ${page}`,
	slide: (slide: number) => `Slide ${slide}`,
	chapter: (chapter: number) => `Chapter ${chapter}`,
};
