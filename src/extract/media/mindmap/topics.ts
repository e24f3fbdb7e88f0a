import type { Chapter } from "../chapter.ts";
import type { Sentence } from "./sentences.ts";

/** Consecutive sentences about one subject. */
export interface Topic {
	/** The chapter's title, where the recording has chapters. */
	readonly title: string | undefined;
	readonly sentences: readonly Sentence[];
}

/** Sentences compared on each side of a gap: about half a minute of speech. */
const WINDOW = 6;

/** Fewest sentences of a topic, and most topics of a recording: with more, the map is no overview. */
const MIN_SENTENCES = 4;
const MAX_TOPICS = 12;

/**
 * Splits a transcript into topics: by chapters if there are at least two, else where the vocabulary changes (TextTiling;
 * Hearst, 1997): the words before and after each gap are compared, and the deepest dips in similarity are the boundaries.
 */
export function topicsOf(sentences: readonly Sentence[], chapters: readonly Chapter[]): Topic[] {
	const parts = chapters.length >= 2 ? byChapters(sentences, chapters) : byWords(sentences);
	return parts.filter((topic) => topic.sentences.length > 0);
}

function byChapters(sentences: readonly Sentence[], chapters: readonly Chapter[]): Topic[] {
	const topics = chapters.slice(0, MAX_TOPICS * 4).map(({ start, title }, index) => {
		const from = index === 0 ? Number.NEGATIVE_INFINITY : start;
		const to = chapters[index + 1]?.start ?? Number.POSITIVE_INFINITY;
		return {
			title,
			sentences: sentences.filter((sentence) => sentence.start >= from && sentence.start < to),
		};
	});
	return topics;
}

function byWords(sentences: readonly Sentence[]): Topic[] {
	const depths = depthsOf(similarities(sentences));
	const mean = depths.reduce((sum, depth) => sum + depth, 0) / Math.max(1, depths.length);
	const deviation = Math.sqrt(
		depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / Math.max(1, depths.length),
	);
	const deepest = depths
		.map((depth, gap) => ({ depth, at: gap + 1 }))
		.filter(({ depth }) => depth > mean + deviation / 2)
		.toSorted((a, b) => b.depth - a.depth || a.at - b.at);
	const boundaries: number[] = [];
	for (const { at } of deepest) {
		if (boundaries.length >= MAX_TOPICS - 1) break;
		if ([0, sentences.length, ...boundaries].every((other) => Math.abs(other - at) >= MIN_SENTENCES))
			boundaries.push(at);
	}
	const edges = [0, ...boundaries.toSorted((a, b) => a - b), sentences.length];
	return edges
		.slice(1)
		.map((end, index) => ({ title: undefined, sentences: sentences.slice(edges[index], end) }));
}

/** Cosine similarity of the word counts on both sides of each gap, from 0 to 1. */
function similarities(sentences: readonly Sentence[]): number[] {
	return sentences.slice(1).map((_, gap) => {
		const before = wordCounts(sentences.slice(Math.max(0, gap + 1 - WINDOW), gap + 1));
		const after = wordCounts(sentences.slice(gap + 1, gap + 1 + WINDOW));
		let dot = 0;
		for (const [word, count] of before) dot += count * (after.get(word) ?? 0);
		const norms = Math.sqrt(sumOfSquares(before) * sumOfSquares(after));
		return norms === 0 ? 0 : dot / norms;
	});
}

function wordCounts(sentences: readonly Sentence[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { words } of sentences)
		for (const word of words) if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

function sumOfSquares(counts: ReadonlyMap<string, number>): number {
	let sum = 0;
	for (const count of counts.values()) sum += count * count;
	return sum;
}

/** TextTiling's depth score: how far each gap lies below the peaks on both of its sides. */
function depthsOf(similarity: readonly number[]): number[] {
	return similarity.map((here, gap) => peak(similarity, gap, -1) + peak(similarity, gap, 1) - 2 * here);
}

/** The top of the slope that starts at a gap in one direction. */
function peak(similarity: readonly number[], gap: number, step: 1 | -1): number {
	let highest = similarity[gap] ?? 0;
	for (let at = gap + step; at >= 0 && at < similarity.length; at += step) {
		const here = similarity[at] ?? 0;
		if (here < highest) break;
		highest = here;
	}
	return highest;
}
