import type { UploadSource } from "../../../client/sending.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileOrigin } from "../../edges/drop/file-origin.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";

/** The bytes of a file that the server already expects or has. */
export interface MatchedFile {
	readonly n: number;
	readonly file: UploadSource;
	/** Where they can be opened again after a reload. */
	readonly origin?: FileOrigin;
}

function fingerprint(name: string, size: number, lastModified: number | undefined): string {
	return `${size}/${lastModified ?? ""}/${name}`;
}

/** The same path, or one of the two came without its folder. */
function samePath(a: string | undefined, b: string | undefined): boolean {
	return a === b || a === undefined || b === undefined;
}

/**
 * Matches dropped files with files that the server knows: by name, size, modification time and, where both are known,
 * path. Each known file is matched at most once, so that duplicates in a drop stay separate files.
 */
export function matchDropped(
	dropped: readonly PickedFile[],
	records: Iterable<FileRecord>,
): { readonly matched: readonly MatchedFile[]; readonly unmatched: readonly PickedFile[] } {
	const byFingerprint = new Map<string, FileRecord[]>();
	for (const record of records) {
		const key = fingerprint(record.name, record.size, record.lastModified);
		const candidates = byFingerprint.get(key);
		if (candidates === undefined) byFingerprint.set(key, [record]);
		else candidates.push(record);
	}
	if (byFingerprint.size === 0) return { matched: [], unmatched: dropped };
	const matched: MatchedFile[] = [];
	const unmatched: PickedFile[] = [];
	for (const item of dropped) {
		const { file, path, origin } = item;
		const candidates = byFingerprint.get(fingerprint(file.name, file.size, file.lastModified)) ?? [];
		const exact = candidates.findIndex((record) => record.path === path);
		const at = exact >= 0 ? exact : candidates.findIndex((record) => samePath(record.path, path));
		const [match] = at < 0 ? [] : candidates.splice(at, 1);
		if (match === undefined) unmatched.push(item);
		else matched.push({ n: match.n, file, ...(origin && { origin }) });
	}
	return { matched, unmatched };
}
