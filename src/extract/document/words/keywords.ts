import type { Tally } from "./tally.ts";

/** How many of each are told. */
const KEYWORDS = 12;
const SUMMARY_SENTENCES = 3;

/** A word that was said once is no keyword of a text that is longer than a note. */
const LEAST_SAID = 2;

/** What the first sentence counts more than one that comes last, of all that were looked at. */
const EARLY_BONUS = 0.5;

/** The words that a text says most, the commonest words of languages aside. */
export function keywordsOf({ words }: Tally): string[] {
	const often = words.filter(([word, count]) => count >= LEAST_SAID && word.length > 2);
	const candidates = often.length >= KEYWORDS / 2 ? often : words;
	return [...candidates]
		.sort((a, b) => b[1] * weight(b[0]) - a[1] * weight(a[0]) || (a[0] < b[0] ? -1 : 1))
		.slice(0, KEYWORDS)
		.map(([word]) => word);
}

/** Long words say more than short ones. */
function weight(word: string): number {
	return Math.min(word.length, 10);
}

/** The sentences that hold most of the keywords, in the order of the text. */
export function summaryOf(tally: Tally): string {
	const keywords = new Set(keywordsOf(tally));
	const { sentences } = tally;
	const scored = sentences.map((sentence, index) => {
		const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? [];
		const hits = new Set(words.filter((word) => keywords.has(word))).size;
		const score = hits / Math.sqrt(Math.max(words.length, 8)) + EARLY_BONUS * (1 - index / sentences.length);
		return { sentence, index, score };
	});
	const best = scored.sort((a, b) => b.score - a.score).slice(0, SUMMARY_SENTENCES);
	return [...new Set(best.sort((a, b) => a.index - b.index).map(({ sentence }) => sentence))].join(" ");
}
