import type { Place } from "../../src/protocol/chunk.ts";
import type { SearchHit } from "../../src/protocol/search.ts";
import { markedWords } from "./marked-text.ts";

/** Where in a file something was found, so that it is opened there. */
export interface FoundPlace {
	readonly chunk: number;
	readonly place: Place;
	/** As they stand there. */
	readonly words: readonly string[];
}

export function foundPlace({ chunk, place, snippet, marks }: SearchHit): FoundPlace {
	return { chunk, place, words: markedWords(snippet, marks) };
}
