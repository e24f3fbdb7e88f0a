import { formatCount } from "../format.ts";
import { formatFactDate } from "./fact-date.ts";

/** A document: how its reading goes, and its text. */
export const documentWords = {
	stages: "Reading this document",
	stage: {
		extracting: "Extracting text",
		chunking: "Splitting into chunks",
		enriching: "Finding keywords",
		indexing: "Indexing for search",
	},
	partsOf: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} parts`,
	chunksOf: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} chunks`,
	keywords: "Keywords",
	text: "Text",
	downloadChunks: "Download chunks",
	outline: "Outline",
	page: "Page",
	ofPages: (pages: number) => `of ${formatCount(pages)}`,
	goToPage: "Go",
	textBox: "Text of the document",
	textFailed: (why: string) => `The text could not be loaded. ${why}`,
	tryAgain: "Try again",
	chunkOf: (chunk: number, count: number) => `Chunk ${formatCount(chunk)} of ${formatCount(count)}`,
	chunk: (chunk: number) => `Chunk ${formatCount(chunk)}`,
	tokens: (count: number) => (count === 1 ? "1 token" : `${formatCount(count)} tokens`),
	findings: "Found in the text",
	/** One finding of a list. The server names the lists. */
	finding: (list: string, text: string) => (list === "Dates" ? formatFactDate(text) : text),
	links: "Links",
	linksInText: "Links in the text",
	more: (count: number) => `Show ${formatCount(count)} more`,
};
