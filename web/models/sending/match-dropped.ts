import type { UploadSource } from "../../../client/sending/upload-source.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileOrigin } from "../../edges/drop/file-origin.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";

/** Bytes for a file that the server expects already. */
export interface Recognised {
	readonly n: number;
	readonly file: UploadSource;
	/** Where they are found again after a reload. */
	readonly origin?: FileOrigin;
}

function fingerprint(name: string, size: number, lastModified: number | undefined): string {
	return `${size}/${lastModified ?? ""}/${name}`;
}

/** The same place, or one of the two came without its folder. */
function samePlace(a: string | undefined, b: string | undefined): boolean {
	return a === b || a === undefined || b === undefined;
}

/**
 * Finds which dropped files are ones that the server still waits for: by name, size, time of change and, where both
 * are known, path. Each expected file is found at most once, so that real twins stay two.
 */
export function recognise(
	dropped: readonly PickedFile[],
	expected: Iterable<FileRecord>,
): { readonly known: readonly Recognised[]; readonly fresh: readonly PickedFile[] } {
	const waiting = new Map<string, FileRecord[]>();
	for (const record of expected) {
		const key = fingerprint(record.name, record.size, record.lastModified);
		const twins = waiting.get(key);
		if (twins === undefined) waiting.set(key, [record]);
		else twins.push(record);
	}
	if (waiting.size === 0) return { known: [], fresh: dropped };
	const known: Recognised[] = [];
	const fresh: PickedFile[] = [];
	for (const item of dropped) {
		const { file, path, origin } = item;
		const twins = waiting.get(fingerprint(file.name, file.size, file.lastModified)) ?? [];
		const exact = twins.findIndex((record) => record.path === path);
		const at = exact >= 0 ? exact : twins.findIndex((record) => samePlace(record.path, path));
		const [found] = at < 0 ? [] : twins.splice(at, 1);
		if (found === undefined) fresh.push(item);
		else known.push({ n: found.n, file, ...(origin && { origin }) });
	}
	return { known, fresh };
}
