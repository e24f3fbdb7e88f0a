import type { Fact, FactGroup, Facts, Json, Reason } from "../../protocol/files/facts.ts";
import { formatFact, grouped, mislabelled, sizeFact } from "../file-facts.ts";
import { fitted } from "../json/fit-groups.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { HeadData } from "./document-metadata.ts";
import type { Progress } from "./progress.ts";
import { keywordsOf, summaryOf } from "./words/keywords.ts";
import { languageName, languageOf } from "./words/language.ts";
import type { Names } from "./words/model-words.ts";

/** What a document may say of itself, in the order in which people ask for it. */
const TOLD: readonly (readonly [name: string, label: string])[] = [
	["title", "Title"],
	["author", "Author"],
	["subject", "Subject"],
	["createdAt", "Created"],
	["modifiedAt", "Changed"],
	["modifiedBy", "Changed by"],
	["publisher", "Publisher"],
	["rights", "Rights"],
	["producer", "Made with"],
];

/** Names that a model finds. */
const NAMES: readonly (readonly [name: keyof Names, label: string])[] = [
	["people", "People"],
	["organisations", "Organisations"],
	["places", "Places"],
];

/** What is expected of any document. */
const EXPECTED = ["title", "author", "createdAt", "language", "words", "text"] as const;

const UNITS: { readonly [unit in Progress["unit"]]: readonly [name: string, label: string] | undefined } = {
	page: ["pages", "Pages"],
	slide: ["slides", "Slides"],
	sheet: ["sheets", "Sheets"],
	chapter: ["chapters", "Chapters"],
	section: undefined,
};

/** What one defect takes from the confidence, which begins at 1 and does not fall to nothing. */
const DEFECT_COST = 0.15;
const LEAST_CONFIDENCE = 0.1;

/** What a page with text has at least, in characters: fewer on average, and it was scanned. */
const TEXT_OF_A_PAGE = 10;

/** Everything that was found in one document, its text aside. */
export function documentFacts(input: ExtractionInput, progress: Progress): Facts {
	const { head } = progress;
	const { format, reader } = input;
	const summary = [
		...toldFacts(head),
		...countFacts(progress),
		...enrichedFacts(progress),
		...linkFacts(head),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitted([...rawGroups(head), ...foundGroups(progress)]);
	const scanned = scanWarning(progress);
	const wrongLabel = mislabelled(input);
	const left =
		cut.length === 0 ? [] : [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`];
	const warnings = [
		...(scanned === undefined ? [] : [scanned]),
		...head.defects,
		...head.notices,
		...left,
		...(wrongLabel === undefined ? [] : [wrongLabel]),
	];
	return {
		kind: "document",
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf(summary, progress, scanned),
		warnings,
		read: { bytes: reader.bytes, requests: reader.requests },
	};
}

function toldFacts({ told }: HeadData): Fact[] {
	return TOLD.flatMap(([name, label]) => {
		const found = told[name];
		return found === undefined
			? []
			: [{ name, label, value: found.text, text: found.text, source: found.source }];
	});
}

function counted(name: string, label: string, value: number, source: string): Fact {
	return { name, label, value, text: grouped(value), source };
}

function countFacts({ unit, items, words, chunks, head }: Progress): Fact[] {
	const [name, label] = UNITS[unit] ?? [];
	const { count, bytes } = head.images;
	return [
		...(name === undefined || label === undefined ? [] : [counted(name, label, items, "Structure")]),
		counted("words", "Words", words, "Text"),
		counted("chunks", "Chunks", chunks, "Text"),
		...(head.outline.length === 0 ? [] : [counted("headings", "Headings", head.outline.length, "Outline")]),
		...(count === 0
			? []
			: [{ ...counted("images", "Pictures in it", count, "Structure"), value: { count, bytes } }]),
	];
}

function enrichedFacts({ tally, head, told }: Progress): Fact[] {
	const facts: Fact[] = [];
	const said = head.told.language;
	const language = languageOf(tally.sample);
	if (language !== undefined)
		facts.push({
			name: "language",
			label: "Language",
			value: language,
			text: languageName(language),
			source: "Text",
		});
	else if (said !== undefined)
		facts.push({
			name: "language",
			label: "Language",
			value: said.text,
			text: said.text,
			source: said.source,
		});
	const source = told === undefined ? "Text" : `Model ${told.model}`;
	const keywords = told?.keywords ?? keywordsOf(tally);
	if (keywords.length > 0)
		facts.push({
			name: "keywords",
			label: "Keywords",
			value: [...keywords],
			text: keywords.join(", "),
			source,
		});
	const summary = told?.summary ?? summaryOf(tally);
	if (summary !== "")
		facts.push({ name: "summary", label: "In short", value: summary, text: summary, source });
	for (const [name, label] of NAMES) {
		const names = told?.[name] ?? [];
		if (names.length > 0) facts.push({ name, label, value: [...names], text: names.join(", "), source });
	}
	return facts;
}

function linkFacts({ links }: HeadData): Fact[] {
	if (links.length === 0) return [];
	return [{ name: "links", label: "Links", value: links, text: grouped(links.length), source: "Structure" }];
}

function rawGroups({ groups, outline }: HeadData): FactGroup[] {
	const raw = Object.entries(groups).map(([name, fields]) => ({ name, fields }));
	if (outline.length === 0) return raw;
	const entries = outline.map((entry) => ({ ...entry }) as { [field: string]: Json });
	return [...raw, { name: "Outline", fields: { entries } }];
}

function foundGroups({ tally }: Progress): FactGroup[] {
	const { emails, links, dates, money } = tally;
	const found: [string, string[]][] = [
		["E-mail addresses", emails],
		["Links", links],
		["Dates", [...dates].sort()],
		["Sums of money", money],
	];
	const fields = Object.fromEntries(found.filter(([, list]) => list.length > 0));
	return Object.keys(fields).length === 0 ? [] : [{ name: "Found in the text", fields }];
}

function scanWarning({ unit, items, chars, head }: Progress): string | undefined {
	if (unit !== "page") return chars === 0 ? "There is no text in this document." : undefined;
	if (items === 0 || chars >= items * TEXT_OF_A_PAGE) return undefined;
	// A scan has a picture on each page, or one for two that lie side by side.
	if (head.images.count * 2 < items)
		return chars === 0 ? "There is no text on the pages of this document." : undefined;
	const none = chars === 0 ? "no text" : "next to no text";
	return `This document was scanned: its pages are pictures, and there is ${none} in it to read or to search.`;
}

function qualityOf(
	summary: readonly Fact[],
	{ head, chars }: Progress,
	scanned: string | undefined,
): Facts["quality"] {
	const names = new Set(summary.map(({ name }) => name));
	const has = (name: string) => (name === "text" ? chars > 0 && scanned === undefined : names.has(name));
	const present = EXPECTED.filter(has);
	const missing = EXPECTED.filter((name) => !has(name));
	const reasons: Reason[] = [
		{
			effect: present.length * 2 >= EXPECTED.length ? "good" : "bad",
			text: `${present.length} of the ${EXPECTED.length} facts expected of a document: ${EXPECTED.join(", ")}.`,
		},
	];
	if (scanned !== undefined) reasons.push({ effect: "bad", text: scanned });
	for (const text of head.defects) reasons.push({ effect: "bad", text });
	if (head.defects.length === 0)
		reasons.push({ effect: "good", text: "Everything that was read was sound." });
	return {
		completeness: Number((present.length / EXPECTED.length).toFixed(2)),
		present,
		missing,
		confidence: Number(Math.max(1 - head.defects.length * DEFECT_COST, LEAST_CONFIDENCE).toFixed(2)),
		reasons,
	};
}
