import { MAX_MANIFEST_BYTES, MAX_MANIFEST_FILES } from "../limits.ts";
import type { ManifestEntry } from "./manifest.ts";

/** Bytes of an entry's JSON besides its texts: the names of its members, two numbers, a hash, quotes. */
const ENTRY_BYTES = 180;

/** Bytes that one character may become in JSON: a control character is written `\u0000`. */
const BYTES_PER_CHAR = 6;

/** Bytes of an entry's JSON at most. An estimate, because writing ten thousand entries just to measure them takes a frame. */
function mostBytes({ name, path = "", type = "" }: ManifestEntry): number {
	return ENTRY_BYTES + BYTES_PER_CHAR * (name.length + path.length + type.length);
}

/** Parts what is to be announced into runs that one manifest each can carry. The end of a run does not belong to it. */
export function* manifestPieces(
	entries: readonly ManifestEntry[],
): Generator<{ readonly from: number; readonly to: number }> {
	let from = 0;
	let bytes = 0;
	for (const [at, entry] of entries.entries()) {
		const more = mostBytes(entry);
		if (at > from && (at - from >= MAX_MANIFEST_FILES || bytes + more > MAX_MANIFEST_BYTES)) {
			yield { from, to: at };
			from = at;
			bytes = 0;
		}
		bytes += more;
	}
	if (from < entries.length) yield { from, to: entries.length };
}
