import type { OpenHeading } from "../../resume-store.ts";
import { toLabel } from "../document-metadata.ts";
import { MAX_OUTLINE_ENTRIES } from "../limits.ts";
import type { PdfFile, PdfOutlineItem } from "./pdfjs.ts";

/** Levels of an outline that are read. */
const MAX_LEVEL = 6;

/** Outline entries by their target page: the `pageKey` of its reference, or of its index from 0. */
export type PdfOutline = ReadonlyMap<string, readonly OpenHeading[]>;

/**
 * Reads the outline of a PDF. Pages are identified by reference instead of the library's look-up, which causes an unhandled
 * rejection when the page tree is broken.
 */
export async function readOutline(file: PdfFile): Promise<PdfOutline> {
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
		pages.set(page, [...(pages.get(page) ?? []), { level, title: toLabel(item.title) }]);
	}
	return pages;
}

/** The target page of an entry; `undefined` when it is not in this file. */
async function pageOf(file: PdfFile, { dest }: PdfOutlineItem): Promise<string | undefined> {
	try {
		const [page] = (typeof dest === "string" ? await file.getDestination(dest) : dest) ?? [];
		return pageKey(page);
	} catch {
		return undefined;
	}
}

/** A key for a page reference or a page index; `undefined` for anything else. */
export function pageKey(page: unknown): string | undefined {
	if (typeof page === "number") return `index ${page}`;
	if (typeof page !== "object" || page === null || !("num" in page) || !("gen" in page)) return undefined;
	return `object ${page.num} ${page.gen}`;
}
