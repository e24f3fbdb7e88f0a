import type { Json } from "../../protocol/files/facts.ts";
import { formatCount } from "../file-facts.ts";
import { MAX_LIST_ITEMS, MAX_NAME_CHARS, MAX_VALUE_CHARS, MAX_VALUE_DEPTH } from "../limits.ts";

/** Byte values up to this length are listed, such as a version of four numbers; longer ones are described. */
const MAX_SHOWN_BYTES = 16;

/** Significant digits of a fraction. More are rounding noise. */
const DIGITS = 12;

/** Converts any value of a parser to JSON: bounded, well-formed text, no dates, no typed arrays, no NaN. */
export function plainJson(value: unknown, depth = 0): Json | undefined {
	if (typeof value === "string") return boundedText(value);
	if (typeof value === "number") return plainNumber(value);
	if (typeof value === "boolean") return value;
	if (typeof value === "bigint") return boundedText(String(value));
	if (value === null) return null;
	if (value instanceof Uint8Array) return plainBytes(value);
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value !== "object") return undefined;
	if (depth >= MAX_VALUE_DEPTH) return "(nested too deep)";
	if (Array.isArray(value) || ArrayBuffer.isView(value)) return plainList(value as ArrayLike<unknown>, depth);
	return plainFields(Object.entries(value), depth);
}

/** Converts fields to a plain object. A field called `__proto__` cannot reach the prototype. */
export function plainFields(
	fields: Iterable<readonly [string, unknown]>,
	depth = 0,
): { [field: string]: Json } {
	const plain = new Map<string, Json>();
	for (const [name, value] of fields) {
		if (plain.size >= MAX_LIST_ITEMS * 4) break;
		const json = plainJson(value, depth + 1);
		if (json !== undefined) plain.set(plainName(name), json);
	}
	return Object.fromEntries(plain);
}

/** A bounded field name that is never `__proto__`. */
export function plainName(name: string): string {
	const bounded = name.toWellFormed().slice(0, MAX_NAME_CHARS);
	return bounded === "__proto__" ? "_proto_" : bounded;
}

/** Well-formed text of at most `MAX_VALUE_CHARS` characters, with an ellipsis when it was cut. */
export function boundedText(text: string): string {
	const whole = text.length <= MAX_VALUE_CHARS;
	return (whole ? text : `${text.slice(0, MAX_VALUE_CHARS)}…`).toWellFormed();
}

/** The description that stands for bytes that are not text. */
export function describeBytes(count: number): string {
	return `(binary, ${formatCount(count)} ${count === 1 ? "byte" : "bytes"})`;
}

function plainNumber(value: number): Json {
	if (!Number.isFinite(value)) return null;
	return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function plainBytes(bytes: Uint8Array): Json {
	if (bytes.length === 1) return bytes[0] ?? null;
	return bytes.length <= MAX_SHOWN_BYTES ? Array.from(bytes) : describeBytes(bytes.length);
}

function plainList(list: ArrayLike<unknown>, depth: number): Json {
	const items: Json[] = [];
	for (let index = 0; index < Math.min(list.length, MAX_LIST_ITEMS); index++) {
		items.push(plainJson(list[index], depth + 1) ?? null);
	}
	if (list.length > MAX_LIST_ITEMS) items.push(`… ${formatCount(list.length - MAX_LIST_ITEMS)} more`);
	return items;
}
