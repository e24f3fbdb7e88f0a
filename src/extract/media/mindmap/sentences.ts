import type { Cue } from "../captions/cue.ts";

/** One sentence that was said, with the words that carry its meaning. */
export interface Sentence {
	/** Seconds at which it begins. */
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** Lower-case words in their order; `undefined` where a common word or a mark stands between two. */
	readonly words: readonly (string | undefined)[];
}

/** Sentences longer than this, in characters, are cut at a caption: speech that was written down without full stops. */
const MAX_SENTENCE_CHARS = 400;

const BY_SENTENCE = new Intl.Segmenter(undefined, { granularity: "sentence" });
const BY_WORD = new Intl.Segmenter(undefined, { granularity: "word" });

/** Puts captions together to what was said: sentences run over captions, and captions hold several. */
export function sentencesOf(cues: readonly Cue[], isCommon: (word: string) => boolean): Sentence[] {
	const sentences: Sentence[] = [];
	let open: { cue: Cue; at: number }[] = [];
	let text = "";
	const close = () => {
		for (const { index, segment } of BY_SENTENCE.segment(text)) {
			const words = segment.trim();
			if (words === "") continue;
			const first = open.findLast(({ at }) => at <= index)?.cue ?? open[0]?.cue;
			const last = open.findLast(({ at }) => at < index + segment.length)?.cue ?? first;
			if (first === undefined || last === undefined) continue;
			sentences.push({ start: first.start, end: last.end, text: words, words: wordsOf(words, isCommon) });
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

function wordsOf(text: string, isCommon: (word: string) => boolean): (string | undefined)[] {
	const words: (string | undefined)[] = [];
	for (const { segment, isWordLike } of BY_WORD.segment(text)) {
		if (isWordLike) {
			const word = segment.toLowerCase();
			words.push(word.length < 3 || /^\p{N}/u.test(word) || isCommon(word) ? undefined : word);
		} else if (segment.trim() !== "") words.push(undefined);
	}
	return words;
}
