import type { Facts, Json } from "../../../src/protocol/files/facts.ts";
import { documentWords } from "../../words/en/details/document.ts";

/** A heading of a document, and its position in the text in characters. */
export interface Heading {
	readonly level: number;
	readonly title: string;
	readonly start: number;
	readonly page?: number;
}

/** Findings of one kind in the text of a document. */
export interface Findings {
	readonly label: string;
	readonly list: readonly string[];
}

/** The facts of a document that are shown next to its text. */
export interface DocumentFacts {
	/** Number of chunks and of words. */
	readonly chunks: number;
	readonly words: number;
	/** Number of pages; 0 if it has none. */
	readonly pages: number;
	/** A few of its sentences. */
	readonly summary: string;
	readonly keywords: readonly string[];
	readonly outline: readonly Heading[];
	readonly findings: readonly Findings[];
}

/** Facts that have their own place and are left out of the table. */
const SHOWN_SEPARATELY: ReadonlySet<string> = new Set(["summary", "keywords", "links"]);

function strings(value: Json | undefined): string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function toHeadings(value: Json): Heading[] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
	const { level, title, start, page } = value;
	if (typeof level !== "number" || typeof title !== "string" || typeof start !== "number") return [];
	return [{ level, title, start, ...(typeof page === "number" && { page }) }];
}

/** Collects what the page shows of a document. */
export function documentFacts({ summary, groups }: Facts): DocumentFacts {
	const value = (name: string) => summary.find((fact) => fact.name === name)?.value;
	const count = (name: string) => {
		const found = value(name);
		return typeof found === "number" ? found : 0;
	};
	const fieldsOf = (name: string) => groups.find((group) => group.name === name)?.fields ?? {};
	const { entries } = fieldsOf("Outline");
	const findings = Object.entries(fieldsOf("Found in the text")).map(([label, list]) => ({
		label: label === "Links" ? documentWords.linksInText : label,
		list: strings(list),
	}));
	const links = { label: documentWords.links, list: strings(value("links")) };
	const summaryText = value("summary");
	return {
		chunks: count("chunks"),
		words: count("words"),
		pages: count("pages"),
		summary: typeof summaryText === "string" ? summaryText : "",
		keywords: strings(value("keywords")),
		outline: Array.isArray(entries) ? entries.flatMap(toHeadings) : [],
		findings: [...findings, links].filter(({ list }) => list.length > 0),
	};
}

/** The facts for the table, without those shown separately. */
export function tableFacts({ kind, summary }: Facts): Facts["summary"] {
	return kind === "document" ? summary.filter(({ name }) => !SHOWN_SEPARATELY.has(name)) : summary;
}
