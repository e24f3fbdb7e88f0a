import type { Facts, Json } from "../../../src/protocol/files/facts.ts";

/** One heading of a document, and the character of the text where it stands. */
export interface Heading {
	readonly level: number;
	readonly title: string;
	readonly start: number;
	readonly page?: number;
}

/** What the reading of a document found in its text, one list a sort. */
export interface Finds {
	readonly label: string;
	readonly list: readonly string[];
}

/** A document's facts as they are shown beside its text. */
export interface DocumentFacts {
	/** Chunks of the text, and words. */
	readonly chunks: number;
	readonly words: number;
	/** Pages, where it has such. */
	readonly pages: number;
	/** Some of its sentences. */
	readonly summary: string;
	readonly keywords: readonly string[];
	readonly outline: readonly Heading[];
	readonly finds: readonly Finds[];
}

/** Facts that are shown apart from the others. */
const SHOWN_APART: ReadonlySet<string> = new Set(["summary", "keywords", "links"]);

function texts(value: Json | undefined): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function heading(value: Json): Heading[] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
	const { level, title, start, page } = value;
	if (typeof level !== "number" || typeof title !== "string" || typeof start !== "number") return [];
	return [{ level, title, start, ...(typeof page === "number" && { page }) }];
}

/** Puts together what the page shows of a document. */
export function documentFactsOf({ summary, groups }: Facts): DocumentFacts {
	const value = (name: string) => summary.find((fact) => fact.name === name)?.value;
	const count = (name: string) => {
		const found = value(name);
		return typeof found === "number" ? found : 0;
	};
	const fieldsOf = (name: string) => groups.find((group) => group.name === name)?.fields ?? {};
	const { entries } = fieldsOf("Outline");
	const found = Object.entries(fieldsOf("Found in the text")).map(([label, list]) => ({
		label: label === "Links" ? "Links in the text" : label,
		list: texts(list),
	}));
	const links = { label: "Links", list: texts(value("links")) };
	const short = value("summary");
	return {
		chunks: count("chunks"),
		words: count("words"),
		pages: count("pages"),
		summary: typeof short === "string" ? short : "",
		keywords: texts(value("keywords")),
		outline: Array.isArray(entries) ? entries.flatMap(heading) : [],
		finds: [...found, links].filter(({ list }) => list.length > 0),
	};
}

/** The facts that a table tells; what is shown apart is left out. */
export function plainFacts({ kind, summary }: Facts): Facts["summary"] {
	return kind === "document" ? summary.filter(({ name }) => !SHOWN_APART.has(name)) : summary;
}
