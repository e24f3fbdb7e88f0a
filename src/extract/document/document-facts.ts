import type { Fact, FactGroup, Facts, Json, Reason } from "../../protocol/files/facts.ts";
import { formatCount, formatFact, nameMismatch, sizeFact } from "../file-facts.ts";
import { fitGroups } from "../json/fit-groups.ts";
import type { ExtractionInput } from "../pipeline.ts";
import type { StoredMetadata } from "./document-metadata.ts";
import type { DocumentProgress } from "./progress.ts";
import { keywordsOf, summaryOf } from "./words/keywords.ts";
import { detectLanguage, languageName } from "./words/language.ts";
import type { EntityNames } from "./words/model-description.ts";

/** Facts that a document states about itself, the most wanted first. */
const METADATA_FACTS: readonly (readonly [name: string, label: string])[] = [
	["title", "Title"],
	["author", "Author"],
	["subject", "Subject"],
	["createdAt", "Created"],
	["modifiedAt", "Modified"],
	["modifiedBy", "Modified by"],
	["publisher", "Publisher"],
	["rights", "Rights"],
	["producer", "Software"],
];

/** Facts that only a model finds. */
const ENTITY_FACTS: readonly (readonly [name: keyof EntityNames, label: string])[] = [
	["people", "People"],
	["organisations", "Organisations"],
	["places", "Places"],
];

/** Facts expected of any document, with their labels in lower case. */
const EXPECTED: readonly (readonly [name: string, label: string])[] = [
	["title", "title"],
	["author", "author"],
	["createdAt", "created"],
	["language", "language"],
	["words", "words"],
	["text", "text"],
];

const UNITS: {
	readonly [unit in DocumentProgress["unit"]]: readonly [name: string, label: string] | undefined;
} = {
	page: ["pages", "Pages"],
	slide: ["slides", "Slides"],
	sheet: ["sheets", "Sheets"],
	chapter: ["chapters", "Chapters"],
	section: undefined,
};

/** How much one defect lowers the confidence, from 1 down to the minimum. */
const DEFECT_COST = 0.15;
const MIN_CONFIDENCE = 0.1;

/** Average characters of a page below which the document counts as scanned. */
const MIN_PAGE_CHARS = 10;

/** Everything that was found in one document, except its text. */
export function documentFacts(input: ExtractionInput, progress: DocumentProgress): Facts {
	const { head: metadata } = progress;
	const { format, reader } = input;
	const summary = [
		...metadataFacts(metadata),
		...countFacts(progress),
		...textFacts(progress),
		...linkFacts(metadata),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitGroups([...metadataGroups(metadata), ...findingGroups(progress)]);
	const textWarning = textWarningOf(progress);
	const mismatch = nameMismatch(input);
	const omitted =
		cut.length === 0 ? [] : [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`];
	const warnings = [
		...(textWarning === undefined ? [] : [textWarning]),
		...metadata.defects,
		...metadata.notices,
		...omitted,
		...(mismatch === undefined ? [] : [mismatch]),
	];
	return {
		kind: "document",
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf(summary, progress, textWarning),
		warnings,
		read: { bytes: reader.bytesRead, requests: reader.requestCount },
	};
}

function metadataFacts({ told }: StoredMetadata): Fact[] {
	return METADATA_FACTS.flatMap(([name, label]) => {
		const found = told[name];
		return found === undefined
			? []
			: [{ name, label, value: found.text, text: found.text, source: found.source }];
	});
}

function countFact(name: string, label: string, value: number, source: string): Fact {
	return { name, label, value, text: formatCount(value), source };
}

function countFacts({ unit, items, words, chunks, head: metadata }: DocumentProgress): Fact[] {
	const [name, label] = UNITS[unit] ?? [];
	const { count, bytes } = metadata.images;
	return [
		...(name === undefined || label === undefined ? [] : [countFact(name, label, items, "Structure")]),
		countFact("words", "Words", words, "Text"),
		countFact("chunks", "Chunks", chunks, "Text"),
		...(metadata.outline.length === 0
			? []
			: [countFact("headings", "Headings", metadata.outline.length, "Outline")]),
		...(count === 0
			? []
			: [{ ...countFact("images", "Images", count, "Structure"), value: { count, bytes } }]),
	];
}

function textFacts({ tally: statistics, head: metadata, told: description }: DocumentProgress): Fact[] {
	const facts: Fact[] = [];
	const stated = metadata.told.language;
	const language = detectLanguage(statistics.sample);
	if (language !== undefined)
		facts.push({
			name: "language",
			label: "Language",
			value: language,
			text: languageName(language),
			source: "Text",
		});
	else if (stated !== undefined)
		facts.push({
			name: "language",
			label: "Language",
			value: stated.text,
			text: stated.text,
			source: stated.source,
		});
	const source = description === undefined ? "Text" : `Model ${description.model}`;
	const keywords = description?.keywords ?? keywordsOf(statistics);
	if (keywords.length > 0)
		facts.push({
			name: "keywords",
			label: "Keywords",
			value: [...keywords],
			text: keywords.join(", "),
			source,
		});
	const summary = description?.summary ?? summaryOf(statistics);
	if (summary !== "")
		facts.push({ name: "summary", label: "Summary", value: summary, text: summary, source });
	for (const [name, label] of ENTITY_FACTS) {
		const names = description?.[name] ?? [];
		if (names.length > 0) facts.push({ name, label, value: [...names], text: names.join(", "), source });
	}
	return facts;
}

function linkFacts({ links }: StoredMetadata): Fact[] {
	if (links.length === 0) return [];
	return [
		{ name: "links", label: "Links", value: links, text: formatCount(links.length), source: "Structure" },
	];
}

function metadataGroups({ groups, outline }: StoredMetadata): FactGroup[] {
	const raw = Object.entries(groups).map(([name, fields]) => ({ name, fields }));
	if (outline.length === 0) return raw;
	const entries = outline.map((entry) => ({ ...entry }) as { [field: string]: Json });
	return [...raw, { name: "Outline", fields: { entries } }];
}

function findingGroups({ tally: statistics }: DocumentProgress): FactGroup[] {
	const { emails, links, dates, money } = statistics;
	const found: [string, string[]][] = [
		["E-mail addresses", emails],
		["Links", links],
		["Dates", [...dates].sort()],
		["Sums of money", money],
	];
	const fields = Object.fromEntries(found.filter(([, list]) => list.length > 0));
	return Object.keys(fields).length === 0 ? [] : [{ name: "Found in the text", fields }];
}

/** A warning when there is no text, or when the document is a scan. */
function textWarningOf({ unit, items, chars, head: metadata }: DocumentProgress): string | undefined {
	if (unit !== "page") return chars === 0 ? "This document contains no text." : undefined;
	if (items === 0 || chars >= items * MIN_PAGE_CHARS) return undefined;
	// A scan has one image a page, or one for two pages side by side.
	if (metadata.images.count * 2 < items)
		return chars === 0 ? "The pages of this document contain no text." : undefined;
	const none = chars === 0 ? "no" : "almost no";
	return `This document was scanned: its pages are images, with ${none} text that can be read or searched.`;
}

function qualityOf(
	summary: readonly Fact[],
	{ head: metadata, chars }: DocumentProgress,
	textWarning: string | undefined,
): Facts["quality"] {
	const names = new Set(summary.map(({ name }) => name));
	const has = (name: string) => (name === "text" ? chars > 0 && textWarning === undefined : names.has(name));
	const present = EXPECTED.filter(([name]) => has(name));
	const missing = EXPECTED.filter(([name]) => !has(name));
	const labels = missing.map(([, label]) => label).join(", ");
	const reasons: Reason[] = [
		{
			effect: present.length * 2 >= EXPECTED.length ? "good" : "bad",
			text: `${present.length} of the ${EXPECTED.length} facts expected of a document.${labels === "" ? "" : ` Not found: ${labels}.`}`,
		},
	];
	if (textWarning !== undefined) reasons.push({ effect: "bad", text: textWarning });
	for (const text of metadata.defects) reasons.push({ effect: "bad", text });
	if (metadata.defects.length === 0) reasons.push({ effect: "good", text: "No damage was found." });
	return {
		completeness: Number((present.length / EXPECTED.length).toFixed(2)),
		present: present.map(([name]) => name),
		missing: missing.map(([name]) => name),
		confidence: Number(Math.max(1 - metadata.defects.length * DEFECT_COST, MIN_CONFIDENCE).toFixed(2)),
		reasons,
	};
}
