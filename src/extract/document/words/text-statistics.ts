import { MAX_COUNTED_WORDS, MAX_FINDS } from "../limits.ts";
import { findDates } from "./find-dates.ts";
import { EMAIL, MONEY, URL_IN_TEXT } from "./find-patterns.ts";
import { isStopWord } from "./stop-words.ts";

/** Characters at the beginning of a text in which its language is detected. */
const LANGUAGE_SAMPLE_CHARS = 8_000;

/** Sentences that are considered for a summary, from the beginning of the text. */
const SUMMARY_SENTENCES = 400;

/** Length of a sentence for a summary: longer than a caption, shorter than a paragraph of a contract. */
const SENTENCE_CHARS = { min: 40, max: 320 } as const;

/** A line break within a sentence. Plain text is often wrapped at about 70 characters. */
const WRAPPED = /(?<=[\p{L}\p{N},;])[ \t]*\n[ \t]*(?=\p{Ll})/gu;

/** A sentence that does not begin in the middle and has an end. */
const WHOLE_SENTENCE = /^(?!\p{Ll}).*[.!?。！？؟]$/su;

/** Statistics of a text so far. Saved as JSON with each checkpoint, so property names are a stored format. */
export interface TextStatistics {
	/** Occurrences of each word, without stop words. */
	words: [string, number][];
	/** The beginning of the text. */
	sample: string;
	sentences: string[];
	emails: string[];
	links: string[];
	dates: string[];
	money: string[];
}

/** The statistics of no text. */
export function emptyStatistics(): TextStatistics {
	return { words: [], sample: "", sentences: [], emails: [], links: [], dates: [], money: [] };
}

/** Collects statistics of a text, piece by piece. */
export class StatisticsCollector {
	readonly #statistics: TextStatistics;
	readonly #words: Map<string, number>;
	readonly #sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
	readonly #segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

	constructor(statistics: TextStatistics) {
		this.#statistics = statistics;
		this.#words = new Map(statistics.words);
	}

	/** Adds the next piece of the text. */
	add(text: string): void {
		const statistics = this.#statistics;
		if (statistics.sample.length < LANGUAGE_SAMPLE_CHARS)
			statistics.sample = (statistics.sample + text).slice(0, LANGUAGE_SAMPLE_CHARS).toWellFormed();
		this.#countWords(text);
		if (statistics.sentences.length < SUMMARY_SENTENCES) this.#collectSentences(text);
		collect(statistics.emails, text.match(EMAIL));
		collect(statistics.links, text.match(URL_IN_TEXT));
		collect(statistics.money, text.match(MONEY));
		collect(statistics.dates, findDates(text));
	}

	#countWords(text: string): void {
		for (const { segment, isWordLike } of this.#segmenter.segment(text)) {
			if (!isWordLike || segment.length < 2 || segment.length > 40 || /^\p{N}/u.test(segment)) continue;
			const word = segment.toLowerCase();
			if (!isStopWord(word)) this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
		}
		if (this.#words.size > 2 * MAX_COUNTED_WORDS) this.#dropRare();
	}

	/** Drops the rarest words, so that memory stays bounded for a text of any length. */
	#dropRare(): void {
		const kept = [...this.#words].sort((a, b) => b[1] - a[1]).slice(0, MAX_COUNTED_WORDS);
		this.#words.clear();
		for (const [word, count] of kept) this.#words.set(word, count);
	}

	#collectSentences(text: string): void {
		for (const line of text.replace(WRAPPED, " ").split("\n")) {
			if (line.length < SENTENCE_CHARS.min) continue;
			for (const { segment } of this.#sentences.segment(line)) {
				const sentence = segment.trim();
				const { min, max } = SENTENCE_CHARS;
				const whole = sentence.length >= min && sentence.length <= max && WHOLE_SENTENCE.test(sentence);
				if (whole && this.#statistics.sentences.length < SUMMARY_SENTENCES)
					this.#statistics.sentences.push(sentence);
			}
		}
	}

	/** The statistics of everything added so far, to be saved. */
	snapshot(): TextStatistics {
		if (this.#words.size > MAX_COUNTED_WORDS) this.#dropRare();
		this.#statistics.words = [...this.#words];
		return this.#statistics;
	}
}

function collect(list: string[], found: Iterable<string> | null): void {
	for (const text of found ?? []) {
		const clean = text.replace(/[.,;:!?)\]}'"]+$/, "");
		if (list.length < MAX_FINDS && clean !== "" && !list.includes(clean)) list.push(clean);
	}
}
