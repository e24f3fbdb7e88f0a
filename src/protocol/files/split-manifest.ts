import { MAX_MANIFEST_BYTES, MAX_MANIFEST_FILES } from "../limits.ts";
import type { ManifestEntry } from "./manifest.ts";

/** Bytes of an entry's JSON without its strings: the names of its members, two numbers, a hash, quotes. */
const ENTRY_BYTES = 180;

/** Bytes that one character may become in JSON: a control character is written `\u0000`. */
const BYTES_PER_CHAR = 6;

/** Upper bound of an entry's JSON in bytes. Estimated: serialising ten thousand entries just to measure them takes an animation frame. */
function maxEntryBytes({ name, path = "", type = "" }: ManifestEntry): number {
	return ENTRY_BYTES + BYTES_PER_CHAR * (name.length + path.length + type.length);
}

/** Splits what is to be announced into ranges that fit one manifest each; `to` is exclusive. */
export function* splitManifest(
	entries: readonly ManifestEntry[],
): Generator<{ readonly from: number; readonly to: number }> {
	let from = 0;
	let bytes = 0;
	for (const [at, entry] of entries.entries()) {
		const more = maxEntryBytes(entry);
		if (at > from && (at - from >= MAX_MANIFEST_FILES || bytes + more > MAX_MANIFEST_BYTES)) {
			yield { from, to: at };
			from = at;
			bytes = 0;
		}
		bytes += more;
	}
	if (from < entries.length) yield { from, to: entries.length };
}
