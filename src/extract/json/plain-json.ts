import type { Json } from "../../protocol/files/facts.ts";
import { grouped } from "../file-facts.ts";
import { MAX_LIST_ITEMS, MAX_NAME_CHARS, MAX_VALUE_CHARS, MAX_VALUE_DEPTH } from "../limits.ts";

/** Bytes of a value that are still shown one by one, such as a version of four numbers. */
const MAX_SHOWN_BYTES = 16;

/** Significant digits of a number that came out of a division; more are noise of the arithmetic. */
const DIGITS = 12;

/** Any value of a parser as plain JSON: bounded, well-formed text, no dates, no typed arrays, no odd numbers. */
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

/** Fields as a plain object; a name that would reach the prototype is an ordinary name here. */
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

/** A field's name for a program: bounded, and never one that means something to the language. */
export function plainName(name: string): string {
	const bounded = name.toWellFormed().slice(0, MAX_NAME_CHARS);
	return bounded === "__proto__" ? "_proto_" : bounded;
}

/** Well-formed text of at most `MAX_VALUE_CHARS`, with a mark where it was cut. */
export function boundedText(text: string): string {
	const whole = text.length <= MAX_VALUE_CHARS;
	return (whole ? text : `${text.slice(0, MAX_VALUE_CHARS)}…`).toWellFormed();
}

/** How bytes that are not text are told of. */
export function describedBytes(count: number): string {
	return `(binary, ${grouped(count)} ${count === 1 ? "byte" : "bytes"})`;
}

function plainNumber(value: number): Json {
	if (!Number.isFinite(value)) return null;
	return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function plainBytes(bytes: Uint8Array): Json {
	if (bytes.length === 1) return bytes[0] ?? null;
	return bytes.length <= MAX_SHOWN_BYTES ? Array.from(bytes) : describedBytes(bytes.length);
}

function plainList(list: ArrayLike<unknown>, depth: number): Json {
	const items: Json[] = [];
	for (let index = 0; index < Math.min(list.length, MAX_LIST_ITEMS); index++) {
		items.push(plainJson(list[index], depth + 1) ?? null);
	}
	if (list.length > MAX_LIST_ITEMS) items.push(`… ${grouped(list.length - MAX_LIST_ITEMS)} more`);
	return items;
}
