import type { MindNode } from "../../../protocol/text/mind-map.ts";
import type { Chapter } from "../chapter.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";
import type { Sentence } from "./sentences.ts";
import { topicsOf } from "./topics.ts";

/** Sentences that are told of each topic, and the longest of them, in characters. */
const POINTS = 4;
const MAX_POINT_CHARS = 160;

/** Phrases by which sentences of a topic are weighed, and those that name it. */
const WEIGHING_PHRASES = 8;
const NAMING_PHRASES = 2;

/**
 * A tree of what is said: the recording, its topics, and of each the sentences that hold most of its own phrases, with
 * their times. The same words always give the same tree.
 */
export function growMap(
	title: string,
	sentences: readonly Sentence[],
	chapters: readonly Chapter[],
): MindNode {
	const topics = topicsOf(sentences, chapters);
	const spoken = topics.map((topic) => topic.sentences);
	return {
		text: title,
		time: 0,
		children: topics.map((topic, index) => {
			const phrases = phrasesOf(spoken, index, WEIGHING_PHRASES);
			return {
				text: topic.title ?? nameOf(phrases),
				time: topic.sentences[0]?.start ?? 0,
				children: pointsOf(topic.sentences, phrases),
			};
		}),
	};
}

function nameOf(phrases: readonly Phrase[]): string {
	const name = phrases
		.slice(0, NAMING_PHRASES)
		.map(({ text }) => text)
		.join(", ");
	return name === "" ? "…" : name.charAt(0).toUpperCase() + name.slice(1);
}

/** The most telling sentences, in the order in which they are said. */
function pointsOf(sentences: readonly Sentence[], phrases: readonly Phrase[]): MindNode[] {
	const scored = sentences.map((sentence) => {
		const said = ` ${sentence.words.filter((word) => word !== undefined).join(" ")} `;
		const score = phrases.reduce(
			(sum, phrase) => sum + (said.includes(` ${phrase.text} `) ? phrase.score : 0),
			0,
		);
		return { sentence, score: score / Math.sqrt(Math.max(sentence.words.length, 6)) };
	});
	return scored
		.toSorted((a, b) => b.score - a.score || a.sentence.start - b.sentence.start)
		.slice(0, POINTS)
		.toSorted((a, b) => a.sentence.start - b.sentence.start)
		.map(({ sentence }) => ({ text: shortened(sentence.text), time: sentence.start, children: [] }));
}

function shortened(text: string): string {
	if (text.length <= MAX_POINT_CHARS) return text;
	const cut = text.slice(0, MAX_POINT_CHARS - 1);
	return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), MAX_POINT_CHARS / 2)).toWellFormed()}…`;
}
