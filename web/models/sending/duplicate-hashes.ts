import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { FileHash } from "../../edges/browser/file-hash.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";

/** Bytes of a file that is hashed to find its twin: the whole of it is in memory meanwhile. */
export const MAX_HASHED_BYTES = 64 * MIB;

/** Bytes that are hashed of one drop, about a second's work: sending waits for it. */
export const MAX_HASHED_TOGETHER = 512 * MIB;

/**
 * What is announced, with the SHA-256 of those files that may be stored already under another name: the length is the same.
 * All others are announced as they are, since a hash costs a look at every byte.
 */
export async function withHashes(
	files: readonly PickedFile[],
	manifest: readonly ManifestEntry[],
	stored: Iterable<FileRecord>,
	hash: FileHash,
): Promise<ManifestEntry[]> {
	const lengths = new Set<number>();
	for (const { size } of stored) lengths.add(size);
	if (lengths.size === 0) return [...manifest];
	let left = MAX_HASHED_TOGETHER;
	const entries: ManifestEntry[] = [];
	for (const [at, entry] of manifest.entries()) {
		const { size } = entry;
		const bytes = files[at]?.file;
		if (bytes === undefined || size === 0 || size > Math.min(left, MAX_HASHED_BYTES) || !lengths.has(size)) {
			entries.push(entry);
			continue;
		}
		left -= size;
		const sha256 = await hash(bytes);
		entries.push(sha256 === undefined ? entry : { ...entry, sha256 });
	}
	return entries;
}
