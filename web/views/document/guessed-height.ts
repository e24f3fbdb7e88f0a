import type { DocumentFacts } from "../../models/details/document-facts.ts";

/** Pixels of a line, and of what stands above the text of a chunk, as `text-view.css` has them. */
const LINE = 24;
const HEAD = 48;

/** Words that fill a line, on a panel of usual width. */
const WORDS_PER_LINE = 12;

/** Pixels of a chunk that nobody has seen yet: near enough that the scroll bar does not jump. */
export function guessedHeight({ chunks, words }: DocumentFacts): number {
	return HEAD + LINE * Math.ceil(words / Math.max(1, chunks) / WORDS_PER_LINE);
}
