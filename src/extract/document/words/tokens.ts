/** Scripts that models cut into about one token a character: Han, kana, Hangul, and the scripts without blanks between words. */
const DENSE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Characters of one token in scripts with blanks between words: what the common vocabularies come to on prose. */
const CHARS_PER_TOKEN = 4;

/**
 * About how many tokens a language model makes of a text. An estimate on purpose: the real number depends on a
 * vocabulary of some megabytes, and a size in tokens is a wish, not a limit.
 */
export function countTokens(text: string): number {
	const dense = text.match(DENSE)?.length ?? 0;
	return Math.ceil((text.length - dense) / CHARS_PER_TOKEN) + dense;
}
