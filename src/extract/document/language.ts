import { franc } from "franc-min";

/** Letters from which on a guess of the language is right far more often than not. */
const LEAST_LETTERS = 120;

/** The language of a text as a BCP 47 tag, such as `de`; nothing where the text is too short to tell. */
export function languageOf(text: string): string | undefined {
	if ((text.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return undefined;
	const code = franc(text);
	return code === "und" ? undefined : new Intl.Locale(code).language;
}

/** A language's name in English, such as `German`. */
export function languageName(tag: string): string {
	return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
}
