/** What a `Range` header selects: everything, one range, or nothing that exists (`none`: 416). */
export type ByteRange =
	| { readonly kind: "all" }
	| { readonly kind: "piece"; readonly offset: number; readonly length: number }
	| { readonly kind: "none" };

/**
 * Reads a `Range` header (RFC 9110 §14.2). One byte range is served. Several ranges, another unit and invalid syntax select
 * everything: a server MAY ignore the header, and MUST for a unit it does not understand.
 */
export function parseRange(header: string | undefined, size: number): ByteRange {
	const found = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
	if (found === null || (found[1] === "" && found[2] === "")) return { kind: "all" };
	if (found[1] === "") {
		// RFC 9110 §14.1.2: a suffix longer than the representation selects all of it.
		const length = Math.min(Number(found[2]), size);
		return length === 0 ? { kind: "none" } : { kind: "piece", offset: size - length, length };
	}
	const offset = Number(found[1]);
	const last = found[2] === "" ? size - 1 : Math.min(Number(found[2]), size - 1);
	// RFC 9110 §14.1.1: an int-range is invalid if last-pos is less than first-pos.
	if (found[2] !== "" && Number(found[2]) < offset) return { kind: "all" };
	return offset >= size ? { kind: "none" } : { kind: "piece", offset, length: last - offset + 1 };
}
