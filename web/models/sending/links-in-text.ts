/** What a pasted text contains. */
export interface LinksInText {
	/** The links, each once, in order. */
	readonly links: readonly string[];
	/** The words that are not links, in order. */
	readonly others: readonly string[];
}

/** `example.com/film.mp4`: people copy this from address bars that hide the scheme. File names have no slash. */
const WITHOUT_SCHEME = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?\//i;

/** Punctuation around a link in a sentence or a list, which is not part of it. */
const SURROUNDING_PUNCTUATION = /^[<("'[\-*•]+|[>)"'\],;]+$/g;

function parseLink(word: string): string | undefined {
	const text = WITHOUT_SCHEME.test(word) ? `https://${word}` : word;
	return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/** Finds the links in a text: one per line, or among words. */
export function linksInText(text: string): LinksInText {
	const links = new Set<string>();
	const others: string[] = [];
	for (const raw of text.split(/\s+/)) {
		const word = raw.replace(SURROUNDING_PUNCTUATION, "");
		if (word === "") continue;
		const link = parseLink(word);
		if (link !== undefined) links.add(link);
		else others.push(word);
	}
	return { links: [...links], others };
}
