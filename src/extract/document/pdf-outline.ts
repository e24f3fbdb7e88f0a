import type { OpenHeading } from "../desk.ts";
import { MAX_OUTLINE_ENTRIES } from "./limits.ts";
import type { PdfFile, PdfOutlineItem } from "./pdf-library.ts";

/** Levels of an outline that are told. */
const MAX_LEVEL = 6;

/** The entries of a PDF's outline by the page (from 0) to which they lead, in their order. */
export async function outlineOf(file: PdfFile): Promise<Map<number, OpenHeading[]>> {
	const pages = new Map<number, OpenHeading[]>();
	const stack = [...((await file.getOutline()) ?? [])].reverse().map((item) => ({ item, level: 1 }));
	for (let count = 0; count < MAX_OUTLINE_ENTRIES; count++) {
		const next = stack.pop();
		if (next === undefined) break;
		const { item, level } = next;
		if (level < MAX_LEVEL)
			for (const inner of [...item.items].reverse()) stack.push({ item: inner, level: level + 1 });
		const page = await pageOf(file, item);
		if (page === undefined) continue;
		const heading = { level, title: item.title };
		pages.set(page, [...(pages.get(page) ?? []), heading]);
	}
	return pages;
}

/** The page to which an entry leads; nothing where it leads nowhere in this file. */
async function pageOf(file: PdfFile, { dest }: PdfOutlineItem): Promise<number | undefined> {
	try {
		const [page] = (typeof dest === "string" ? await file.getDestination(dest) : dest) ?? [];
		if (typeof page === "number") return page;
		return isReference(page) ? await file.getPageIndex(page) : undefined;
	} catch {
		return undefined;
	}
}

function isReference(value: unknown): value is { num: number; gen: number } {
	return typeof value === "object" && value !== null && "num" in value && "gen" in value;
}
