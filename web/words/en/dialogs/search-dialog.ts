import { formatCount } from "../format.ts";

/** The search: its field, its filters, what was found, and how it went. */
export const searchDialogWords = {
	name: "Search",
	field: "Search documents, videos and photos",
	filters: "Filters",
	kind: "Kind",
	allKinds: "All kinds",
	kinds: { image: "Photo", document: "Document", video: "Video", audio: "Audio", other: "Other" },
	upload: "Upload",
	allUploads: "All uploads",
	from: "From",
	to: "To",
	results: "Results",
	showMore: "Show more",
	tryAgain: "Try again",
	/** More results than the server lists. */
	firstResults: (count: number) => `First ${formatCount(count)} results. Add words to narrow the search.`,
	bestResults: (count: number) => `Best ${formatCount(count)} results`,
	countResults: (count: number) => (count === 1 ? "1 result" : `${formatCount(count)} results`),
	countPhotos: (count: number) => (count === 1 ? "1 photo" : `${formatCount(count)} photos`),
	partial: (results: string) => `No result has all of these words. Partial matches: ${results}`,
	noResults: (words: string) => `No results for “${words}”.`,
	removeFilter: "Remove a filter to search everywhere.",
	stillReading: "Files that are still being read appear here once they are done.",
	/** Examples of what can be typed, each with its meaning. */
	examples: [
		{ query: "lamp keeper", meaning: "both words, in any form" },
		{ query: '"lamp keeper"', meaning: "this exact phrase" },
		{ query: "lamp OR light", meaning: "either word" },
		{ query: "lamp -oil", meaning: "without the word “oil”" },
	],
};
