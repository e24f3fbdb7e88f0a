import type { SearchHit } from "../../../src/protocol/http/search.ts";
import type { TextLocation } from "../../../src/protocol/text/chunk.ts";
import { findMarks, markedWords } from "./marked-text.ts";

/** Where in a file something was found, so that the file opens there. */
export interface FoundPlace {
	readonly chunk: number;
	readonly place: TextLocation;
	/** The words as they appear in the text. */
	readonly words: readonly string[];
	/** The part of the chunk that was shown in the results. */
	readonly excerpt: string;
}

/** The place of a hit in its file's text; `undefined` if the file itself was found. */
export function foundPlace({ chunk, place, snippet, marks }: SearchHit): FoundPlace | undefined {
	if (chunk === undefined) return undefined;
	const excerpt = snippet.replace(/^…|…$/g, "");
	return { chunk, place, words: markedWords(snippet, marks), excerpt };
}

/** Number of matches in a text before the excerpt that was shown. */
export function countMarksBefore(
	text: string,
	{ words, excerpt }: Pick<FoundPlace, "words" | "excerpt">,
): number {
	const start = text.indexOf(excerpt);
	return findMarks(text, words).filter(([from]) => from < start).length;
}
