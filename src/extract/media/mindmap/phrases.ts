import type { Sentence } from "./sentences.ts";

/** A phrase and how much it stands out. */
export interface Phrase {
	readonly text: string;
	readonly score: number;
}

/** Words of the longest phrase: "hibernating web sockets". */
const MAX_WORDS = 3;

/** What each further word of a phrase adds: two words that are said together often mean more than each of them. */
const LENGTH_BONUS = 0.6;

/**
 * Phrases of one topic that the others do not share, the best first: how often they are said here, against in how many
 * topics they are said at all. A phrase that stands whole within a better one is left out.
 */
export function phrasesOf(topics: readonly (readonly Sentence[])[], topic: number, count: number): Phrase[] {
	const spread = new Map<string, number>();
	for (const sentences of topics)
		for (const phrase of occurrences(sentences).keys()) spread.set(phrase, (spread.get(phrase) ?? 0) + 1);
	const here = occurrences(topics[topic] ?? []);
	const scored = [...here].map(([text, said]) => {
		const words = text.split(" ").length;
		const rare = Math.log(1 + topics.length / (spread.get(text) ?? 1));
		// Said once is little evidence for a phrase of several words.
		const weight = words > 1 && said === 1 ? 0.5 : 1;
		return { text, score: said * rare * weight * (1 + LENGTH_BONUS * (words - 1)) };
	});
	const best: Phrase[] = [];
	for (const phrase of scored.toSorted((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))) {
		if (best.length >= count) break;
		const within = (one: string, other: string) => ` ${one} `.includes(` ${other} `);
		if (!best.some(({ text }) => within(text, phrase.text) || within(phrase.text, text))) best.push(phrase);
	}
	return best;
}

/** How often each run of one to three meaningful words is said. */
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
