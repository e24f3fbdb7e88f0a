import { MAX_CONTAINERS } from "../../limits.ts";
import type { RangedReader } from "../../reader.ts";

/** One element (RFC 8794, section 5): its identity and where its content stands in the file. */
export interface Element {
	readonly id: number;
	/** Where its head begins. */
	readonly at: number;
	readonly start: number;
	readonly end: number;
}

/** Bytes of the longest head: four of identity, eight of size. */
export const ELEMENT_HEAD_BYTES = 12;

/** Walks elements one after the other until `visit` answers `false`. Each is at least its own head long. */
export async function eachElement(
	reader: RangedReader,
	start: number,
	end: number,
	visit: (element: Element) => boolean | Promise<boolean>,
): Promise<void> {
	let at = start;
	for (let count = 0; at < end && count < MAX_CONTAINERS; count++) {
		const element = elementIn(await reader.read(at, ELEMENT_HEAD_BYTES), at, end);
		if (element === undefined || !(await visit(element))) return;
		at = element.end;
	}
}

/** The elements that follow each other from `start` to `end`. */
export async function elementsIn(reader: RangedReader, start: number, end: number): Promise<Element[]> {
	const elements: Element[] = [];
	await eachElement(reader, start, end, (element) => elements.push(element) > 0);
	return elements;
}

/** The element whose head begins these bytes, which stand at `at`; its end is never beyond `limit`. */
export function elementIn(head: Uint8Array, at: number, limit: number): Element | undefined {
	const id = vint(head, 0, 4, false);
	if (id === undefined) return undefined;
	const size = vint(head, id.length, 8, true);
	if (size === undefined) return undefined;
	const start = at + id.length + size.length;
	// A size of only ones is unknown (section 6.2): the element goes on to the end of its parent.
	const end = size.unknown ? limit : Math.min(start + size.value, limit);
	return start > limit ? undefined : { id: id.value, at, start, end };
}

/** A number that says by its first bit how long it is; an identity keeps that bit, a size does not. */
export function vint(bytes: Uint8Array, at: number, longest: number, bare: boolean) {
	const first = bytes[at] ?? 0;
	const length = Math.clz32(first) - 23;
	if (length > longest || at + length > bytes.length) return undefined;
	let value = bare ? first & (0xff >> length) : first;
	let ones = (first & (0xff >> length)) === 0xff >> length;
	for (let index = 1; index < length; index++) {
		const byte = bytes[at + index] ?? 0;
		value = value * 256 + byte;
		ones &&= byte === 0xff;
	}
	return { value, length, unknown: bare && ones };
}

/** Unsigned, big-endian, as long as the element is. */
export function unsigned(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
