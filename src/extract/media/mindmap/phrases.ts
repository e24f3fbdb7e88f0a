import type { Sentence } from "./sentences.ts";

/** A phrase and how characteristic it is. */
export interface Phrase {
	readonly text: string;
	readonly score: number;
}

/** Most words of a phrase, as in "hibernating web sockets". */
const MAX_WORDS = 3;

/** What each further word adds to the score: words that often occur together mean more than each alone. */
const LENGTH_BONUS = 0.6;

/**
 * The characteristic phrases of one topic, best first: those that are frequent in it and occur in few other topics
 * (TF-IDF). A phrase that overlaps a better one, as part of it or containing it, is left out.
 */
export function phrasesOf(
	topics: readonly (readonly Sentence[])[],
	topic: number,
	maxPhrases: number,
): Phrase[] {
	const topicCounts = new Map<string, number>();
	for (const sentences of topics)
		for (const phrase of occurrences(sentences).keys())
			topicCounts.set(phrase, (topicCounts.get(phrase) ?? 0) + 1);
	const inTopic = occurrences(topics[topic] ?? []);
	const scored = [...inTopic].map(([text, count]) => {
		const words = text.split(" ").length;
		const rarity = Math.log(1 + topics.length / (topicCounts.get(text) ?? 1));
		// One occurrence is little evidence that several words form a phrase.
		const weight = words > 1 && count === 1 ? 0.5 : 1;
		return { text, score: count * rarity * weight * (1 + LENGTH_BONUS * (words - 1)) };
	});
	const best: Phrase[] = [];
	for (const phrase of scored.toSorted((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))) {
		if (best.length >= maxPhrases) break;
		const contains = (one: string, other: string) => ` ${one} `.includes(` ${other} `);
		if (!best.some(({ text }) => contains(text, phrase.text) || contains(phrase.text, text)))
			best.push(phrase);
	}
	return best;
}

/** How often each run of one to three meaningful words occurs. */
function occurrences(sentences: readonly Sentence[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { words } of sentences) {
		for (let from = 0; from < words.length; from++) {
			for (let length = 1; length <= MAX_WORDS; length++) {
				const run = words.slice(from, from + length);
				if (run.length < length || run.includes(undefined)) break;
				const phrase = run.join(" ");
				counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
			}
		}
	}
	return counts;
}
