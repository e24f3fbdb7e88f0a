import type { TextStatistics } from "./text-statistics.ts";

/** Keywords, and sentences of the summary. */
const KEYWORDS = 12;
const SUMMARY_SENTENCES = 3;

/** Occurrences that make a word a keyword, except in very short texts. */
const MIN_OCCURRENCES = 2;

/** Extra score of the first sentence. It decreases to nothing at the last sentence considered. */
const FIRST_SENTENCE_BONUS = 0.5;

/** The most frequent words of a text, without stop words. */
export function keywordsOf({ words }: TextStatistics): string[] {
	const frequent = words.filter(([word, count]) => count >= MIN_OCCURRENCES && word.length > 2);
	const candidates = frequent.length >= KEYWORDS / 2 ? frequent : words;
	return [...candidates]
		.sort((a, b) => b[1] * weight(b[0]) - a[1] * weight(a[0]) || (a[0] < b[0] ? -1 : 1))
		.slice(0, KEYWORDS)
		.map(([word]) => word);
}

/** Longer words carry more meaning. */
function weight(word: string): number {
	return Math.min(word.length, 10);
}

/** The sentences with the most keywords, in the order of the text. */
export function summaryOf(statistics: TextStatistics): string {
	const keywords = new Set(keywordsOf(statistics));
	const { sentences } = statistics;
	const scored = sentences.map((sentence, index) => {
		const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? [];
		const hits = new Set(words.filter((word) => keywords.has(word))).size;
		const score =
			hits / Math.sqrt(Math.max(words.length, 8)) + FIRST_SENTENCE_BONUS * (1 - index / sentences.length);
		return { sentence, index, score };
	});
	const best = scored.sort((a, b) => b.score - a.score).slice(0, SUMMARY_SENTENCES);
	return [...new Set(best.sort((a, b) => a.index - b.index).map(({ sentence }) => sentence))].join(" ");
}
