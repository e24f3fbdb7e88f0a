/** Scripts in which models use about one token a character: Han, kana, Hangul, and scripts without spaces between words. */
const DENSE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Average characters of a token in scripts with spaces between words, for prose and common vocabularies. */
const CHARS_PER_TOKEN = 4;

/**
 * Estimates how many tokens a language model needs for a text. Only an estimate: the exact number depends on a vocabulary of
 * some megabytes, and a chunk size in tokens is a target, not a limit.
 */
export function countTokens(text: string): number {
	const dense = text.match(DENSE)?.length ?? 0;
	return Math.ceil((text.length - dense) / CHARS_PER_TOKEN) + dense;
}
