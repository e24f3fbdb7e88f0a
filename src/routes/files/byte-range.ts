/** What a `Range` header asks of an object: all, one piece, or a piece that is not there. */
export type ByteRange =
	| { readonly kind: "all" }
	| { readonly kind: "piece"; readonly offset: number; readonly length: number }
	| { readonly kind: "none" };

/**
 * Reads a `Range` header (RFC 9110 §14.2). One range is served; several, another unit, or nonsense mean the whole, as
 * the RFC lets a server answer.
 */
export function parseRange(header: string | undefined, size: number): ByteRange {
	const found = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
	if (found === null || (found[1] === "" && found[2] === "")) return { kind: "all" };
	if (found[1] === "") {
		const length = Math.min(Number(found[2]), size);
		return length === 0 ? { kind: "none" } : { kind: "piece", offset: size - length, length };
	}
	const offset = Number(found[1]);
	const last = found[2] === "" ? size - 1 : Math.min(Number(found[2]), size - 1);
	if (found[2] !== "" && Number(found[2]) < offset) return { kind: "all" };
	return offset >= size ? { kind: "none" } : { kind: "piece", offset, length: last - offset + 1 };
}
