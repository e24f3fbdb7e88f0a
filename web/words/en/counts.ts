import { formatCount, formatFiles } from "./format.ts";

/** How many files are in which state: parts of headlines, separated by commas or dots. */
export const countWords = {
	done: (count: number) => `${formatCount(count)} done`,
	doneOf: (done: number, all: number) => `${formatCount(done)} of ${formatFiles(all)}`,
	paused: (count: number) => `${formatCount(count)} paused`,
	missing: (count: number) => `${formatCount(count)} missing`,
	failed: (count: number) => `${formatCount(count)} failed`,
	cancelled: (count: number) => `${formatCount(count)} cancelled`,
};
