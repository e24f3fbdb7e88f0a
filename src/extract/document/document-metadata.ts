import type { Json } from "../../protocol/files/facts.ts";
import { MAX_WARNINGS } from "../limits.ts";
import { MAX_LABEL_CHARS, MAX_LINKS, MAX_OUTLINE_ENTRIES } from "./limits.ts";

/** One heading, and where it stands in the whole text. */
export interface OutlineEntry {
	readonly level: number;
	readonly title: string;
	readonly start: number;
	readonly page?: number;
}

/** What is known about a document apart from its text. Saved as JSON with each checkpoint, so property names are a stored format. */
export interface StoredMetadata {
	/** What the document says about itself, by name of the fact: `title`, `author`, … */
	readonly told: { [name: string]: { text: string; source: string } };
	/** Raw fields by group, such as `PDF` or `Office`. */
	readonly groups: { [group: string]: { [field: string]: Json } };
	readonly links: string[];
	readonly images: { count: number; bytes: number };
	readonly outline: OutlineEntry[];
	/** Damage, as sentences for people. */
	readonly defects: string[];
	/** What was left out on purpose, as sentences for people. */
	readonly notices: string[];
}

/** Collects what is known about a document, within bounds. */
export class DocumentMetadata {
	readonly data: StoredMetadata;

	constructor(
		data: StoredMetadata = {
			told: {},
			groups: {},
			links: [],
			images: { count: 0, bytes: 0 },
			outline: [],
			defects: [],
			notices: [],
		},
	) {
		this.data = data;
	}

	/** Sets a fact that the document states about itself. The first value of a name wins. */
	setFact(name: string, text: string | undefined, source: string): void {
		const clean = toLabel(text ?? "");
		if (clean !== "" && !(name in this.data.told)) this.data.told[name] = { text: clean, source };
	}

	/** Adds raw fields to a group; empty values are left out. */
	addFields(name: string, fields: { readonly [field: string]: Json | undefined }): void {
		const present = Object.entries(fields).filter(
			(field): field is [string, Json] => field[1] !== undefined && field[1] !== "",
		);
		if (present.length > 0)
			this.data.groups[name] = { ...this.data.groups[name], ...Object.fromEntries(present) };
	}

	/** Adds a link to the outside; links within the document are ignored. */
	addLink(address: string | undefined): void {
		const clean = toLabel(address ?? "");
		const { links } = this.data;
		if (!/^(https?|ftp|mailto|tel):/i.test(clean) || links.length >= MAX_LINKS) return;
		if (!links.includes(clean)) links.push(clean);
	}

	addImage(bytes: number): void {
		this.data.images.count += 1;
		this.data.images.bytes += bytes;
	}

	addHeading(entry: OutlineEntry): void {
		if (this.data.outline.length < MAX_OUTLINE_ENTRIES) this.data.outline.push(entry);
	}

	addDefect(sentence: string): void {
		addSentence(this.data.defects, sentence);
	}

	addNotice(sentence: string): void {
		addSentence(this.data.notices, sentence);
	}

	/** Merges what an earlier slice found. Where both have a value, that of this slice wins. */
	restore(before: StoredMetadata): void {
		const { data } = this;
		for (const [name, fact] of Object.entries(before.told)) data.told[name] ??= fact;
		for (const entry of before.outline) this.addHeading(entry);
		for (const link of before.links) this.addLink(link);
		for (const sentence of before.defects) this.addDefect(sentence);
		for (const sentence of before.notices) this.addNotice(sentence);
	}
}

function addSentence(list: string[], sentence: string): void {
	if (list.length < MAX_WARNINGS && !list.includes(sentence)) list.push(sentence);
}

/** The text as a label: well-formed, on one line, at most `MAX_LABEL_CHARS` characters. */
export function toLabel(text: string): string {
	const line = text
		.slice(0, 4 * MAX_LABEL_CHARS)
		.replace(/[\p{Cc}\s]+/gu, " ")
		.trim();
	return (line.length <= MAX_LABEL_CHARS ? line : `${line.slice(0, MAX_LABEL_CHARS - 1)}…`).toWellFormed();
}
