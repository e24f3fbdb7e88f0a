import { francAll } from "franc-min";

/** Letters from which on a guess of the language is right far more often than not. */
const LEAST_LETTERS = 120;

/** How far the best guess must lie before the next one, of 1: languages it does not know, such as Latin, look alike. */
const LEAST_LEAD = 0.01;

/** The language of a text as a BCP 47 tag, such as `de`; nothing where the text is too short to tell. */
export function languageOf(text: string): string | undefined {
	if ((text.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return undefined;
	const [best, next] = francAll(text);
	if (best === undefined || best[0] === "und") return undefined;
	if (next !== undefined && best[1] - next[1] < LEAST_LEAD) return undefined;
	return new Intl.Locale(best[0]).language;
}

/** A language's name in English, such as `German`. */
export function languageName(tag: string): string {
	return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
}
