import type { MindNode } from "../../protocol/text/mind-map.ts";
import { keywordsOf, summaryOf } from "../document/words/keywords.ts";
import { isStopWord } from "../document/words/stop-words.ts";
import { emptyStatistics, StatisticsCollector } from "../document/words/text-statistics.ts";
import type { Cue } from "./captions/cue.ts";
import type { Chapter } from "./chapter.ts";
import { buildMindMap } from "./mindmap/build-mind-map.ts";
import { splitSentences } from "./mindmap/sentences.ts";

/** Keywords, summary and mind map of a transcript. */
export interface TranscriptAnalysis {
	readonly keywords: readonly string[];
	/** The sentences with the most keywords; may be empty. */
	readonly summary: string;
	readonly mindMap: MindNode | undefined;
}

/** With fewer sentences a mind map adds nothing to the transcript. */
const MIN_SENTENCES = 3;

/** Analyses a transcript. Deterministic: the same cues always give the same result. */
export function analyseTranscript(
	cues: readonly Cue[],
	title: string,
	chapters: readonly Chapter[],
): TranscriptAnalysis {
	const sentences = splitSentences(cues, isStopWord);
	const collector = new StatisticsCollector(emptyStatistics());
	for (const { text } of sentences) collector.add(text);
	const statistics = collector.snapshot();
	return {
		keywords: keywordsOf(statistics),
		summary: summaryOf(statistics),
		mindMap: sentences.length < MIN_SENTENCES ? undefined : buildMindMap(title, sentences, chapters),
	};
}
