import { francAll } from "franc-min";

/** Letters from which on the detected language is reliable. */
const MIN_LETTERS = 120;

/** Minimum lead of the best guess over the next (scores are 0–1). Languages that the library does not know, such as Latin, have no clear winner. */
const MIN_LEAD = 0.01;

/** The language of a text as a BCP 47 tag, such as `de`; `undefined` when it is too short or ambiguous. */
export function detectLanguage(text: string): string | undefined {
	if ((text.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS) return undefined;
	const [best, next] = francAll(text);
	if (best === undefined || best[0] === "und") return undefined;
	if (next !== undefined && best[1] - next[1] < MIN_LEAD) return undefined;
	return new Intl.Locale(best[0]).language;
}

/** A language's name in English, such as `German`. */
export function languageName(tag: string): string {
	return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
}
