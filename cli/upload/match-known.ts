import type { FileRecord } from "../../src/protocol/files/file-record.ts";

/** What tells a file of this disk from the others. */
interface Local {
	readonly path: string;
	readonly size: number;
}

/** A local file that the session knows already, under this number. */
export interface Known<Item> {
	readonly n: number;
	readonly item: Item;
}

function placeOf(path: string, size: number): string {
	return `${size} ${path}`;
}

/**
 * Finds the files that an earlier run announced: the same place and the same length, each number once. One that has
 * changed its length meanwhile is another file.
 */
export function matchKnown<Item extends Local>(
	items: readonly Item[],
	records: Iterable<FileRecord>,
): { readonly known: readonly Known<Item>[]; readonly fresh: readonly Item[] } {
	const numbers = new Map<string, number[]>();
	for (const { n, path, name, size } of records) {
		const place = placeOf(path ?? name, size);
		const there = numbers.get(place);
		if (there === undefined) numbers.set(place, [n]);
		else there.push(n);
	}
	const known: Known<Item>[] = [];
	const fresh: Item[] = [];
	for (const item of items) {
		const n = numbers.get(placeOf(item.path, item.size))?.shift();
		if (n === undefined) fresh.push(item);
		else known.push({ n, item });
	}
	return { known, fresh };
}
