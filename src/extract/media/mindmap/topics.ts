import type { Chapter } from "../chapter.ts";
import type { Sentence } from "./sentences.ts";

/** A stretch of talk about one thing. */
export interface Topic {
	/** The chapter's own title, where the recording has chapters. */
	readonly title: string | undefined;
	readonly sentences: readonly Sentence[];
}

/** Sentences on each side that are compared with each other: about half a minute of speech. */
const WINDOW = 6;

/** A topic has at least so many sentences, and a recording at most so many topics: more is no overview. */
const LEAST_SENTENCES = 4;
const MAX_TOPICS = 12;

/**
 * Parts a talk into topics: by its chapters where it has some, else where the words change (Hearst, TextTiling, 1997):
 * between two sentences the words before and after are compared, and the deepest valleys of likeness are the borders.
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
	const depths = depthsOf(likenesses(sentences));
	const mean = depths.reduce((sum, depth) => sum + depth, 0) / Math.max(1, depths.length);
	const spread = Math.sqrt(
		depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / Math.max(1, depths.length),
	);
	const deepest = depths
		.map((depth, gap) => ({ depth, at: gap + 1 }))
		.filter(({ depth }) => depth > mean + spread / 2)
		.toSorted((a, b) => b.depth - a.depth || a.at - b.at);
	const borders: number[] = [];
	for (const { at } of deepest) {
		if (borders.length >= MAX_TOPICS - 1) break;
		if ([0, sentences.length, ...borders].every((other) => Math.abs(other - at) >= LEAST_SENTENCES))
			borders.push(at);
	}
	const edges = [0, ...borders.toSorted((a, b) => a - b), sentences.length];
	return edges
		.slice(1)
		.map((end, index) => ({ title: undefined, sentences: sentences.slice(edges[index], end) }));
}

/** How alike the words on both sides of each gap are: the cosine of their counts, from 0 to 1. */
function likenesses(sentences: readonly Sentence[]): number[] {
	return sentences.slice(1).map((_, gap) => {
		const before = counted(sentences.slice(Math.max(0, gap + 1 - WINDOW), gap + 1));
		const after = counted(sentences.slice(gap + 1, gap + 1 + WINDOW));
		let dot = 0;
		for (const [word, count] of before) dot += count * (after.get(word) ?? 0);
		const length = Math.sqrt(squares(before) * squares(after));
		return length === 0 ? 0 : dot / length;
	});
}

function counted(sentences: readonly Sentence[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { words } of sentences)
		for (const word of words) if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

function squares(counts: ReadonlyMap<string, number>): number {
	let sum = 0;
	for (const count of counts.values()) sum += count * count;
	return sum;
}

/** How far each gap lies below the peaks on both of its sides. */
function depthsOf(likeness: readonly number[]): number[] {
	return likeness.map((here, gap) => peak(likeness, gap, -1) + peak(likeness, gap, 1) - 2 * here);
}

function peak(likeness: readonly number[], gap: number, step: 1 | -1): number {
	let highest = likeness[gap] ?? 0;
	for (let at = gap + step; at >= 0 && at < likeness.length; at += step) {
		const here = likeness[at] ?? 0;
		if (here < highest) break;
		highest = here;
	}
	return highest;
}
