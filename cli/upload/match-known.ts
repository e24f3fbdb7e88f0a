import type { FileRecord } from "../../src/protocol/files/file-record.ts";

/** What identifies a local file. */
interface Identity {
	readonly path: string;
	readonly size: number;
}

/** A local file that the session already knows, under this number. */
export interface KnownFile<Item> {
	readonly n: number;
	readonly item: Item;
}

function keyOf(path: string, size: number): string {
	return `${size} ${path}`;
}

/**
 * Finds the files that an earlier run announced, by path and size, and uses each number once. A file whose size has changed is
 * another file.
 */
export function matchKnown<Item extends Identity>(
	items: readonly Item[],
	records: Iterable<FileRecord>,
): { readonly known: readonly KnownFile<Item>[]; readonly fresh: readonly Item[] } {
	const numbersByKey = new Map<string, number[]>();
	for (const { n, path, name, size } of records) {
		const key = keyOf(path ?? name, size);
		const numbers = numbersByKey.get(key);
		if (numbers === undefined) numbersByKey.set(key, [n]);
		else numbers.push(n);
	}
	const known: KnownFile<Item>[] = [];
	const fresh: Item[] = [];
	for (const item of items) {
		const n = numbersByKey.get(keyOf(item.path, item.size))?.shift();
		if (n === undefined) fresh.push(item);
		else known.push({ n, item });
	}
	return { known, fresh };
}
