import type { Fact, FactGroup, Json } from "../../../protocol/files/facts.ts";
import type { FieldDirectory, TiffField } from "../blocks/tiff-fields.ts";
import type { XmpFields } from "../blocks/xmp.ts";
import type { Pieces } from "../pieces.ts";

/** Everything that the blocks of one file told, ready to be asked by field. */
export interface Told {
	readonly pieces: Pieces;
	readonly directories: readonly FieldDirectory[];
	readonly xmp: XmpFields;
	readonly iptc: FactGroup | undefined;
	readonly profile: string | undefined;
}

/** The field of a directory, from the first TIFF structure that has it. */
export function tag(told: Told, directory: string, number: number): TiffField | undefined {
	for (const { name, fields } of told.directories) {
		const field = name === directory ? fields.find((other) => other.tag === number) : undefined;
		if (field !== undefined) return field;
	}
	return undefined;
}

/** A tag's value as a finite number; the first of a list. */
export function tagNumber(told: Told, directory: string, number: number): number | undefined {
	const raw = tag(told, directory, number)?.raw;
	const first = typeof raw === "object" && raw !== null ? (raw as ArrayLike<unknown>)[0] : raw;
	return typeof first === "number" && Number.isFinite(first) ? first : undefined;
}

/** A tag's value as text that is not blank. */
export function tagText(told: Told, directory: string, number: number): string | undefined {
	return textOf(tag(told, directory, number)?.raw);
}

/** A property of the XMP packet as text; of a list its parts, of languages the default one. */
export function xmpText(told: Told, name: string): string | undefined {
	return textOf(told.xmp.get(name));
}

/** A property of the XMP packet as a number; XMP writes fractions as `1/250`. */
export function xmpNumber(told: Told, name: string): number | undefined {
	const text = xmpText(told, name);
	const [, above, below] = /^([+-]?\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text ?? "") ?? [];
	const value = Number(above) / Number(below ?? 1);
	return above !== undefined && Number.isFinite(value) ? value : undefined;
}

/** A data set of the IPTC record as text. */
export function iptcText(told: Told, name: string): string | undefined {
	return textOf(told.iptc?.fields[name]);
}

/** A field of one of the container's own groups as text. */
export function groupText(told: Told, group: string, field: string): string | undefined {
	for (const { name, fields } of told.pieces.groups) {
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

/** One place's account of a fact. */
export interface Account {
	readonly source: string;
	readonly value: Json;
	readonly text: string;
}

/** Makes an account of a value that may be missing. */
export function account<Value extends Json>(
	source: string,
	value: Value | undefined,
	text: (value: Value) => string = String,
): Account | undefined {
	return value === undefined ? undefined : { source, value, text: text(value) };
}

/** Which accounts are the same in fact, though written differently. */
export type Agree = (one: Account, other: Account) => boolean;

const sameText: Agree = (one, other) => folded(one.text) === folded(other.text);

/** Text without differences of case and spacing. */
export function folded(text: string): string {
	return text.replace(/\s+/g, " ").trim().toLowerCase();
}

/** The first account there is, with those of the others that contradict it. */
export function factFrom(
	name: string,
	label: string,
	accounts: readonly (Account | undefined)[],
	agree: Agree = sameText,
): Fact | undefined {
	const there = accounts.filter((one) => one !== undefined);
	const first = there[0];
	if (first === undefined) return undefined;
	const against = there.filter((other) => !agree(first, other));
	const conflicts = against.map(({ source, text }) => ({ source, text }));
	return { name, label, ...first, ...(conflicts.length > 0 ? { conflicts } : {}) };
}
