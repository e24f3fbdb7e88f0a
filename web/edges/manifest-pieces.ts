import { MAX_MANIFEST_BYTES, MAX_MANIFEST_FILES } from "../../src/protocol/limits.ts";
import type { ManifestEntry } from "../../src/protocol/manifest.ts";
import type { UploadSource } from "./upload-source.ts";

/** Bytes of JSON in one piece: half of what the server takes, since a character counts as one here and may be three. */
const PIECE_CHARS = MAX_MANIFEST_BYTES / 2;

/** What is announced of a file. A browser's `File` tells its folder, if it was picked with one. */
export function entryOf(source: UploadSource & { readonly webkitRelativePath?: string }): ManifestEntry {
	const { name, size, type, lastModified, path = source.webkitRelativePath } = source;
	return {
		name,
		size,
		...(type !== undefined && type !== "" && { type }),
		...(path?.includes("/") && { path }),
		...(lastModified !== undefined && { lastModified: Math.trunc(lastModified) }),
	};
}

/** Parts what is announced into pieces that one manifest each can carry. */
export function* piecesOf<Item extends UploadSource>(items: readonly Item[]): Generator<readonly Item[]> {
	let start = 0;
	let chars = 0;
	for (const [at, item] of items.entries()) {
		const length = JSON.stringify(entryOf(item)).length;
		if (at > start && (at - start >= MAX_MANIFEST_FILES || chars + length > PIECE_CHARS)) {
			yield items.slice(start, at);
			start = at;
			chars = 0;
		}
		chars += length;
	}
	if (start < items.length) yield items.slice(start);
}
