import { formatCount, formatDateTime, formatFiles } from "../format.ts";

/** The list of all uploads of a session. */
export const historyWords = {
	title: "Upload history",
	empty: "Nothing has been uploaded yet.",
	uploads: "Uploads",
	allDone: (all: number) => `${formatFiles(all)}, all done`,
	doneOf: (done: number, all: number) => `${formatCount(done)} of ${formatFiles(all)} done`,
	chunks: (count: number) => (count === 1 ? "1 chunk" : `${formatCount(count)} chunks`),
	lastChange: (at: number) => `, last change ${formatDateTime(at)}`,
	search: "Search",
	searchIn: (upload: string) => `Search in ${upload}`,
};
