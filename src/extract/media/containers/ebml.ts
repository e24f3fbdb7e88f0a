import { MAX_CONTAINERS } from "../../limits.ts";
import type { RangedReader } from "../../ranged-reader.ts";

/** One EBML element: its ID and the offsets of its header and its data in the file (RFC 8794). */
export interface EbmlElement {
	readonly id: number;
	/** Offset of its header. */
	readonly at: number;
	readonly start: number;
	readonly end: number;
}

/** Bytes of the longest header: an ID of four bytes and a size of eight (RFC 8794, sections 5 and 6). */
export const ELEMENT_HEAD_BYTES = 12;

/** Walks consecutive elements until `visit` returns `false`. Every iteration advances by at least one header. */
export async function visitElements(
	reader: RangedReader,
	start: number,
	end: number,
	visit: (element: EbmlElement) => boolean | Promise<boolean>,
): Promise<void> {
	let at = start;
	for (let count = 0; at < end && count < MAX_CONTAINERS; count++) {
		const element = parseElement(await reader.read(at, ELEMENT_HEAD_BYTES), at, end);
		if (element === undefined || !(await visit(element))) return;
		at = element.end;
	}
}

/** The consecutive elements from `start` to `end`. */
export async function readElements(reader: RangedReader, start: number, end: number): Promise<EbmlElement[]> {
	const elements: EbmlElement[] = [];
	await visitElements(reader, start, end, (element) => elements.push(element) > 0);
	return elements;
}

/** The element whose header these bytes start with. `at` is their offset in the file; its end is capped at `limit`. */
export function parseElement(header: Uint8Array, at: number, limit: number): EbmlElement | undefined {
	const id = vint(header, 0, 4, false);
	if (id === undefined) return undefined;
	const size = vint(header, id.length, 8, true);
	if (size === undefined) return undefined;
	const start = at + id.length + size.length;
	// All ones: unknown size (RFC 8794, section 6.2), so the element extends to the end of its parent.
	const end = size.unknown ? limit : Math.min(start + size.value, limit);
	return start > limit ? undefined : { id: id.value, at, start, end };
}

/**
 * A variable-size integer, whose leading zero bits give its length (RFC 8794, section 4). `stripMarker` removes the
 * length marker: sizes are read without it, IDs with it.
 */
export function vint(bytes: Uint8Array, at: number, maxLength: number, stripMarker: boolean) {
	const first = bytes[at] ?? 0;
	const length = Math.clz32(first) - 23;
	if (length > maxLength || at + length > bytes.length) return undefined;
	let value = stripMarker ? first & (0xff >> length) : first;
	let ones = (first & (0xff >> length)) === 0xff >> length;
	for (let index = 1; index < length; index++) {
		const byte = bytes[at + index] ?? 0;
		value = value * 256 + byte;
		ones &&= byte === 0xff;
	}
	return { value, length, unknown: stripMarker && ones };
}

/** An unsigned big-endian integer of any length (RFC 8794, section 7.2). */
export function unsignedInteger(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
