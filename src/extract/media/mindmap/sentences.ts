import type { Cue } from "../captions/cue.ts";

/** One sentence of a transcript, with its meaningful words. */
export interface Sentence {
	/** Seconds. */
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** Lower-case words in order; `undefined` in place of a stop word, a number or punctuation. */
	readonly words: readonly (string | undefined)[];
}

/** Longer text without a full stop, in characters, is split at the next caption: some transcripts have no punctuation. */
const MAX_SENTENCE_CHARS = 400;

const BY_SENTENCE = new Intl.Segmenter(undefined, { granularity: "sentence" });
const BY_WORD = new Intl.Segmenter(undefined, { granularity: "word" });

/** Splits captions into sentences: a sentence may span several captions, and a caption may hold several sentences. */
export function splitSentences(cues: readonly Cue[], isStopWord: (word: string) => boolean): Sentence[] {
	const sentences: Sentence[] = [];
	let open: { cue: Cue; at: number }[] = [];
	let text = "";
	const close = () => {
		for (const { index, segment } of BY_SENTENCE.segment(text)) {
			const sentence = segment.trim();
			if (sentence === "") continue;
			const first = open.findLast(({ at }) => at <= index)?.cue ?? open[0]?.cue;
			const last = open.findLast(({ at }) => at < index + segment.length)?.cue ?? first;
			if (first === undefined || last === undefined) continue;
			sentences.push({
				start: first.start,
				end: last.end,
				text: sentence,
				words: wordsOf(sentence, isStopWord),
			});
		}
		open = [];
		text = "";
	};
	for (const cue of cues) {
		open.push({ cue, at: text.length });
		text += `${cue.text.replace(/\s+/g, " ").trim()} `;
		if (/[.!?…。！？]["'”’)]?\s$/.test(text) || text.length > MAX_SENTENCE_CHARS) close();
	}
	close();
	return sentences;
}

function wordsOf(text: string, isStopWord: (word: string) => boolean): (string | undefined)[] {
	const words: (string | undefined)[] = [];
	for (const { segment, isWordLike } of BY_WORD.segment(text)) {
		if (isWordLike) {
			const word = segment.toLowerCase();
			words.push(word.length < 3 || /^\p{N}/u.test(word) || isStopWord(word) ? undefined : word);
		} else if (segment.trim() !== "") words.push(undefined);
	}
	return words;
}
