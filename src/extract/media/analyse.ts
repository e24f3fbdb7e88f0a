import type { MindNode } from "../../protocol/text/mind-map.ts";
import { keywordsOf, summaryOf } from "../document/words/keywords.ts";
import { isStopWord } from "../document/words/stop-words.ts";
import { emptyTally, Tallying } from "../document/words/tally.ts";
import type { Cue } from "./captions/cue.ts";
import type { Chapter } from "./chapter.ts";
import { growMap } from "./mindmap/grow.ts";
import { sentencesOf } from "./mindmap/sentences.ts";

/** What stands out in what is said. */
export interface Analysis {
	readonly keywords: readonly string[];
	/** The sentences that hold most of the keywords; empty where there are none. */
	readonly summary: string;
	readonly map: MindNode | undefined;
}

/** Sentences from which on a map says more than the transcript itself. */
const LEAST_SENTENCES = 3;

/** Keywords, a summary and a map of what is said. The same words always give the same. */
export function analyse(cues: readonly Cue[], title: string, chapters: readonly Chapter[]): Analysis {
	const sentences = sentencesOf(cues, isStopWord);
	const tallying = new Tallying(emptyTally());
	for (const { text } of sentences) tallying.add(text);
	const tally = tallying.kept();
	return {
		keywords: keywordsOf(tally),
		summary: summaryOf(tally),
		map: sentences.length < LEAST_SENTENCES ? undefined : growMap(title, sentences, chapters),
	};
}
