import type { MindNode } from "../../../protocol/text/mind-map.ts";
import type { Chapter } from "../chapter.ts";
import { type Phrase, phrasesOf } from "./phrases.ts";
import type { Sentence } from "./sentences.ts";
import { topicsOf } from "./topics.ts";

/** Sentences shown per topic, and the characters they are cut to. */
const POINTS = 4;
const MAX_POINT_CHARS = 160;

/** Phrases that score a topic's sentences, and those that name the topic. */
const SCORING_PHRASES = 8;
const NAMING_PHRASES = 2;

/**
 * Builds a mind map of a transcript: the recording, its topics and, for each topic, the sentences with the most of its
 * characteristic phrases, each with its time. Deterministic: the same transcript always gives the same map.
 */
export function buildMindMap(
	title: string,
	sentences: readonly Sentence[],
	chapters: readonly Chapter[],
): MindNode {
	const topics = topicsOf(sentences, chapters);
	const sentencesByTopic = topics.map((topic) => topic.sentences);
	return {
		text: title,
		time: 0,
		children: topics.map((topic, index) => {
			const phrases = phrasesOf(sentencesByTopic, index, SCORING_PHRASES);
			return {
				text: topic.title ?? topicName(phrases),
				time: topic.sentences[0]?.start ?? 0,
				children: pointsOf(topic.sentences, phrases),
			};
		}),
	};
}

function topicName(phrases: readonly Phrase[]): string {
	const name = phrases
		.slice(0, NAMING_PHRASES)
		.map(({ text }) => text)
		.join(", ");
	return name === "" ? "…" : name.charAt(0).toUpperCase() + name.slice(1);
}

/** The highest-scoring sentences, in order of time. */
function pointsOf(sentences: readonly Sentence[], phrases: readonly Phrase[]): MindNode[] {
	const scored = sentences.map((sentence) => {
		const spoken = ` ${sentence.words.filter((word) => word !== undefined).join(" ")} `;
		const score = phrases.reduce(
			(sum, phrase) => sum + (spoken.includes(` ${phrase.text} `) ? phrase.score : 0),
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
