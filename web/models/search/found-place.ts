import type { Place } from "../../../src/protocol/text/chunk.ts";
import type { SearchHit } from "../../../src/protocol/text/search.ts";
import { markedWords, marksIn } from "./marked-text.ts";

/** Where in a file something was found, so that it is opened there. */
export interface FoundPlace {
	readonly chunk: number;
	readonly place: Place;
	/** As they stand there. */
	readonly words: readonly string[];
	/** The part of the chunk that was shown of it. */
	readonly excerpt: string;
}

/** The place of a hit in its file's text; none where the file itself is what was found. */
export function foundPlace({ chunk, place, snippet, marks }: SearchHit): FoundPlace | undefined {
	if (chunk === undefined) return undefined;
	const excerpt = snippet.replace(/^…|…$/g, "");
	return { chunk, place, words: markedWords(snippet, marks), excerpt };
}

/** How many marks of these words stand in a text before the excerpt of it that was shown. */
export function marksBefore(text: string, { words, excerpt }: Pick<FoundPlace, "words" | "excerpt">): number {
	const start = text.indexOf(excerpt);
	return marksIn(text, words).filter(([from]) => from < start).length;
}
