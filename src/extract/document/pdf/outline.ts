import type { OpenHeading } from "../../resume-store.ts";
import { label } from "../document-metadata.ts";
import { MAX_OUTLINE_ENTRIES } from "../limits.ts";
import type { PdfFile, PdfOutlineItem } from "./library.ts";

/** Levels of an outline that are told. */
const MAX_LEVEL = 6;

/** The entries of an outline by the page to which they lead: `pageKey` of its reference, or of its index from 0. */
export type PdfOutline = ReadonlyMap<string, readonly OpenHeading[]>;

/**
 * Reads the outline of a PDF. Pages are told by their references and not looked up: the library's own look-up leaves a
 * failure behind that nobody can catch where the tree of pages is broken.
 */
export async function outlineOf(file: PdfFile): Promise<PdfOutline> {
	const pages = new Map<string, OpenHeading[]>();
	const stack = [...((await file.getOutline()) ?? [])].reverse().map((item) => ({ item, level: 1 }));
	for (let count = 0; count < MAX_OUTLINE_ENTRIES; count++) {
		const next = stack.pop();
		if (next === undefined) break;
		const { item, level } = next;
		if (level < MAX_LEVEL)
			for (const inner of [...item.items].reverse()) stack.push({ item: inner, level: level + 1 });
		const page = await pageOf(file, item);
		if (page === undefined) continue;
		pages.set(page, [...(pages.get(page) ?? []), { level, title: label(item.title) }]);
	}
	return pages;
}

/** The page to which an entry leads; nothing where it leads nowhere in this file. */
async function pageOf(file: PdfFile, { dest }: PdfOutlineItem): Promise<string | undefined> {
	try {
		const [page] = (typeof dest === "string" ? await file.getDestination(dest) : dest) ?? [];
		return pageKey(page);
	} catch {
		return undefined;
	}
}

/** A page by its reference or its index; nothing where a value is neither. */
export function pageKey(page: unknown): string | undefined {
	if (typeof page === "number") return `index ${page}`;
	if (typeof page !== "object" || page === null || !("num" in page) || !("gen" in page)) return undefined;
	return `object ${page.num} ${page.gen}`;
}
