import type { Fact, FactGroup, Json } from "../../../protocol/files/facts.ts";
import type { DecodedDirectory, TiffField } from "../blocks/tiff-fields.ts";
import type { XmpFields } from "../blocks/xmp.ts";
import type { ImageContents } from "../image-contents.ts";

/** The parsed metadata blocks of one image, to be read field by field. */
export interface MetadataFields {
	readonly contents: ImageContents;
	readonly directories: readonly DecodedDirectory[];
	readonly xmp: XmpFields;
	readonly iptc: FactGroup | undefined;
	/** The description of the ICC profile. */
	readonly profileName: string | undefined;
}

/** A field by directory and tag number, from the first TIFF structure that has it. */
export function findTag(metadata: MetadataFields, directory: string, number: number): TiffField | undefined {
	for (const { name, fields } of metadata.directories) {
		const field = name === directory ? fields.find((other) => other.tag === number) : undefined;
		if (field !== undefined) return field;
	}
	return undefined;
}

/** A tag's value, or the first of a list, as a finite number. */
export function tagNumber(metadata: MetadataFields, directory: string, number: number): number | undefined {
	const raw = findTag(metadata, directory, number)?.raw;
	const first = typeof raw === "object" && raw !== null ? (raw as ArrayLike<unknown>)[0] : raw;
	return typeof first === "number" && Number.isFinite(first) ? first : undefined;
}

/** A tag's value as text that is not blank. */
export function tagText(metadata: MetadataFields, directory: string, number: number): string | undefined {
	return textOf(findTag(metadata, directory, number)?.raw);
}

/** An XMP property as text: a list joined by `; `, of language alternatives the default one. */
export function xmpText(metadata: MetadataFields, name: string): string | undefined {
	return textOf(metadata.xmp.get(name));
}

/** An XMP property as a number; XMP writes fractions as `1/250`. */
export function xmpNumber(metadata: MetadataFields, name: string): number | undefined {
	const text = xmpText(metadata, name);
	const [, numerator, denominator] = /^([+-]?\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text ?? "") ?? [];
	const value = Number(numerator) / Number(denominator ?? 1);
	return numerator !== undefined && Number.isFinite(value) ? value : undefined;
}

/** An IPTC data set as text. */
export function iptcText(metadata: MetadataFields, name: string): string | undefined {
	return textOf(metadata.iptc?.fields[name]);
}

/** A field of the container's own groups as text. */
export function groupText(metadata: MetadataFields, group: string, field: string): string | undefined {
	for (const { name, fields } of metadata.contents.groups) {
		const text = name === group ? textOf(fields[field]) : undefined;
		if (text !== undefined) return text;
	}
	return undefined;
}

function textOf(value: unknown): string | undefined {
	if (typeof value === "number") return String(value);
	if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
	if (Array.isArray(value)) return textOf(value.filter((item) => typeof item === "string").join("; "));
	if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
		const languages = value as { readonly [language: string]: unknown };
		return textOf(languages["x-default"] ?? Object.values(languages)[0]);
	}
	return undefined;
}

/** What one source gives for a fact. */
export interface Candidate {
	readonly source: string;
	readonly value: Json;
	readonly text: string;
}

/** A candidate for a value that may be missing; `text` formats it for people. */
export function candidate<Value extends Json>(
	source: string,
	value: Value | undefined,
	text: (value: Value) => string = String,
): Candidate | undefined {
	return value === undefined ? undefined : { source, value, text: text(value) };
}

/** Whether two candidates mean the same, though written differently. */
export type Equivalence = (one: Candidate, other: Candidate) => boolean;

const sameText: Equivalence = (one, other) => normalizeText(one.text) === normalizeText(other.text);

/** Lower-cases text and collapses its whitespace, for comparison. */
export function normalizeText(text: string): string {
	return text.replace(/\s+/g, " ").trim().toLowerCase();
}

/** A fact from the first candidate that is present, with the later ones that contradict it as conflicts. */
export function factFrom(
	name: string,
	label: string,
	candidates: readonly (Candidate | undefined)[],
	equivalent: Equivalence = sameText,
): Fact | undefined {
	const present = candidates.filter((one) => one !== undefined);
	const first = present[0];
	if (first === undefined) return undefined;
	const contradicting = present.filter((other) => !equivalent(first, other));
	const conflicts = contradicting.map(({ source, text }) => ({ source, text }));
	return { name, label, ...first, ...(conflicts.length > 0 ? { conflicts } : {}) };
}
