import type { Json } from "../../protocol/files/facts.ts";
import { MAX_WARNINGS } from "../limits.ts";
import { MAX_LABEL_CHARS, MAX_LINKS, MAX_OUTLINE_ENTRIES } from "./limits.ts";

/** One heading, with the place in the whole text where it stands. */
export interface OutlineEntry {
	readonly level: number;
	readonly title: string;
	readonly start: number;
	readonly page?: number;
}

/** What is known of a document besides its text. Plain data: it is kept between turns. */
export interface HeadData {
	/** What the document says of itself, by our names of facts: `title`, `author`, … */
	readonly told: { [name: string]: { text: string; source: string } };
	/** Raw fields by group, such as `PDF` or `Office`. */
	readonly groups: { [group: string]: { [field: string]: Json } };
	readonly links: string[];
	readonly images: { count: number; bytes: number };
	readonly outline: OutlineEntry[];
	/** Broken bytes, as sentences. */
	readonly defects: string[];
	/** What was left out on purpose, as sentences. */
	readonly notices: string[];
}

/** Gathers what is known of a document, within bounds. */
export class Head {
	readonly data: HeadData;

	constructor(
		data: HeadData = {
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

	/** What the document says of itself; the first that tells something is believed. */
	tell(name: string, text: string | undefined, source: string): void {
		const clean = label(text ?? "");
		if (clean !== "" && !(name in this.data.told)) this.data.told[name] = { text: clean, source };
	}

	group(name: string, fields: { readonly [field: string]: Json | undefined }): void {
		const there = Object.entries(fields).filter(
			(field): field is [string, Json] => field[1] !== undefined && field[1] !== "",
		);
		if (there.length > 0)
			this.data.groups[name] = { ...this.data.groups[name], ...Object.fromEntries(there) };
	}

	/** An address that the document leads to; addresses within it are none. */
	link(address: string | undefined): void {
		const clean = label(address ?? "");
		const { links } = this.data;
		if (!/^(https?|ftp|mailto|tel):/i.test(clean) || links.length >= MAX_LINKS) return;
		if (!links.includes(clean)) links.push(clean);
	}

	image(bytes: number): void {
		this.data.images.count += 1;
		this.data.images.bytes += bytes;
	}

	heading(entry: OutlineEntry): void {
		if (this.data.outline.length < MAX_OUTLINE_ENTRIES) this.data.outline.push(entry);
	}

	defect(sentence: string): void {
		add(this.data.defects, sentence);
	}

	notice(sentence: string): void {
		add(this.data.notices, sentence);
	}

	/** Takes over what an earlier turn knew; what this turn has found already counts where both tell. */
	resume(before: HeadData): void {
		const { data } = this;
		for (const [name, told] of Object.entries(before.told)) data.told[name] ??= told;
		data.outline.push(...before.outline);
		for (const link of before.links) this.link(link);
		for (const sentence of before.defects) this.defect(sentence);
		for (const sentence of before.notices) this.notice(sentence);
	}
}

function add(list: string[], sentence: string): void {
	if (list.length < MAX_WARNINGS && !list.includes(sentence)) list.push(sentence);
}

/** Well-formed text on one line, no longer than a label may be. */
export function label(text: string): string {
	const line = text
		.slice(0, 4 * MAX_LABEL_CHARS)
		.replace(/[\p{Cc}\s]+/gu, " ")
		.trim();
	return (line.length <= MAX_LABEL_CHARS ? line : `${line.slice(0, MAX_LABEL_CHARS - 1)}…`).toWellFormed();
}
