import { MAX_COUNTED_WORDS, MAX_FINDS } from "../limits.ts";
import { findDates } from "./find-dates.ts";
import { EMAIL, MONEY, URL_IN_TEXT } from "./find-patterns.ts";
import { isStopWord } from "./stop-words.ts";

/** Characters of the beginning of a text that its language is told by. */
const LANGUAGE_SAMPLE_CHARS = 8_000;

/** Sentences that are looked at for a summary: what sums a text up stands near its beginning, or is not worth the search. */
const SUMMARY_SENTENCES = 400;

/** A sentence for a summary has about one thought: not a caption, not a contract's paragraph. */
const SENTENCE_CHARS = { min: 40, max: 320 } as const;

/** A line's end within a sentence: plain text is often wrapped at some 70 characters. */
const WRAPPED = /(?<=[\p{L}\p{N},;])[ \t]*\n[ \t]*(?=\p{Ll})/gu;

/** It does not begin in the middle, and ends as sentences do. */
const WHOLE_SENTENCE = /^(?!\p{Ll}).*[.!?。！？؟]$/su;

/** What was counted in a text so far. Plain data: it is kept between turns. */
export interface Tally {
	/** How often each word was said, without the commonest ones of its language. */
	words: [string, number][];
	/** The beginning of the text. */
	sample: string;
	sentences: string[];
	emails: string[];
	links: string[];
	dates: string[];
	money: string[];
}

/** Before anything was read. */
export function emptyTally(): Tally {
	return { words: [], sample: "", sentences: [], emails: [], links: [], dates: [], money: [] };
}

/** Counts pieces of a text, one after the other. */
export class Tallying {
	readonly #tally: Tally;
	readonly #words: Map<string, number>;
	readonly #sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
	readonly #segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

	constructor(tally: Tally) {
		this.#tally = tally;
		this.#words = new Map(tally.words);
	}

	/** Takes the next piece of the text. */
	add(text: string): void {
		const tally = this.#tally;
		if (tally.sample.length < LANGUAGE_SAMPLE_CHARS)
			tally.sample = (tally.sample + text).slice(0, LANGUAGE_SAMPLE_CHARS).toWellFormed();
		this.#countWords(text);
		if (tally.sentences.length < SUMMARY_SENTENCES) this.#takeSentences(text);
		collect(tally.emails, text.match(EMAIL));
		collect(tally.links, text.match(URL_IN_TEXT));
		collect(tally.money, text.match(MONEY));
		collect(tally.dates, findDates(text));
	}

	#countWords(text: string): void {
		for (const { segment, isWordLike } of this.#segmenter.segment(text)) {
			if (!isWordLike || segment.length < 2 || segment.length > 40 || /^\p{N}/u.test(segment)) continue;
			const word = segment.toLowerCase();
			if (!isStopWord(word)) this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
		}
		if (this.#words.size > 2 * MAX_COUNTED_WORDS) this.#dropRare();
	}

	/** The rarest words go, so that the memory of a text of any length is bounded. */
	#dropRare(): void {
		const kept = [...this.#words].sort((a, b) => b[1] - a[1]).slice(0, MAX_COUNTED_WORDS);
		this.#words.clear();
		for (const [word, count] of kept) this.#words.set(word, count);
	}

	#takeSentences(text: string): void {
		for (const line of text.replace(WRAPPED, " ").split("\n")) {
			if (line.length < SENTENCE_CHARS.min) continue;
			for (const { segment } of this.#sentences.segment(line)) {
				const sentence = segment.trim();
				const { min, max } = SENTENCE_CHARS;
				const whole = sentence.length >= min && sentence.length <= max && WHOLE_SENTENCE.test(sentence);
				if (whole && this.#tally.sentences.length < SUMMARY_SENTENCES) this.#tally.sentences.push(sentence);
			}
		}
	}

	/** The tally with everything in it, to be kept. */
	kept(): Tally {
		if (this.#words.size > MAX_COUNTED_WORDS) this.#dropRare();
		this.#tally.words = [...this.#words];
		return this.#tally;
	}
}

function collect(list: string[], found: Iterable<string> | null): void {
	for (const text of found ?? []) {
		const clean = text.replace(/[.,;:!?)\]}'"]+$/, "");
		if (list.length < MAX_FINDS && clean !== "" && !list.includes(clean)) list.push(clean);
	}
}
