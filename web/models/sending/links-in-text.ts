/** What a text that somebody pasted holds. */
export interface LinksInText {
	/** Addresses, each once, in their order. */
	readonly links: readonly string[];
	/** The first words that are none. */
	readonly others: readonly string[];
}

/** `example.com/film.mp4`: what people copy out of an address bar that hides the rest. A name of a file has no slash. */
const BARE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?\//i;

/** Signs that stand around an address in a sentence or a list, and are not part of it. */
const AROUND = /^[<("'[\-*•]+|[>)"'\],;]+$/g;

function linkOf(word: string): string | undefined {
	const text = BARE.test(word) ? `https://${word}` : word;
	return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/** Finds the addresses in a text: one a line, or among words. */
export function linksInText(text: string): LinksInText {
	const links = new Set<string>();
	const others: string[] = [];
	for (const raw of text.split(/\s+/)) {
		const word = raw.replace(AROUND, "");
		if (word === "") continue;
		const link = linkOf(word);
		if (link !== undefined) links.add(link);
		else others.push(word);
	}
	return { links: [...links], others };
}
