import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import type { FileHash } from "../../edges/browser/file-hash.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";

/** Largest file that is hashed to detect a duplicate: the whole file is in memory while it is hashed. */
export const MAX_HASHED_FILE_BYTES = 64 * MIB;

/** Bytes hashed per drop, about a second's work: uploading waits for it. */
export const MAX_HASHED_DROP_BYTES = 512 * MIB;

/**
 * Adds a SHA-256 to the manifest entries of files that may already be stored under another name: those as long as a
 * stored file. The others stay as they are, because a hash costs reading every byte.
 */
export async function hashPossibleDuplicates(
	files: readonly PickedFile[],
	manifest: readonly ManifestEntry[],
	stored: Iterable<FileRecord>,
	hash: FileHash,
): Promise<ManifestEntry[]> {
	const storedSizes = new Set<number>();
	for (const { size } of stored) storedSizes.add(size);
	if (storedSizes.size === 0) return [...manifest];
	let left = MAX_HASHED_DROP_BYTES;
	const entries: ManifestEntry[] = [];
	for (const [at, entry] of manifest.entries()) {
		const { size } = entry;
		const bytes = files[at]?.file;
		if (
			bytes === undefined ||
			size === 0 ||
			size > Math.min(left, MAX_HASHED_FILE_BYTES) ||
			!storedSizes.has(size)
		) {
			entries.push(entry);
			continue;
		}
		left -= size;
		const sha256 = await hash(bytes);
		entries.push(sha256 === undefined ? entry : { ...entry, sha256 });
	}
	return entries;
}
