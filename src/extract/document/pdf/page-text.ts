import { MAX_PAGE_TEXT_ITEMS } from "../limits.ts";
import type { PdfPage, PdfTextItem } from "./pdfjs.ts";

/** One line of a page: its baseline from the bottom and its height, in points. */
interface Line {
	text: string;
	readonly y: number;
	readonly height: number;
}

/** A gap between lines that is this many times the usual gap ends a paragraph. */
const PARAGRAPH_GAP = 1.35;

/** A line that is this many times larger or smaller than the previous one begins a paragraph. */
const SIZE_STEP = 1.15;

/** The paragraphs of a page, in drawing order. */
export async function paragraphsOf(page: PdfPage): Promise<string[]> {
	const { items } = await page.getTextContent();
	const lines = linesOf(
		items.slice(0, MAX_PAGE_TEXT_ITEMS).filter((item): item is PdfTextItem => "str" in item),
	);
	const usualGap = medianGap(lines);
	const paragraphs: string[] = [];
	let open = "";
	lines.forEach((line, index) => {
		const before = lines[index - 1];
		if (before && !continuesParagraph(before, line, usualGap)) {
			paragraphs.push(open);
			open = line.text;
		} else open = joinLines(open, line.text);
	});
	if (open !== "") paragraphs.push(open);
	return paragraphs;
}

function linesOf(items: readonly PdfTextItem[]): Line[] {
	const lines: Line[] = [];
	let open: Line | undefined;
	for (const { str, hasEOL, height, transform } of items) {
		if (open === undefined && str.trim() !== "")
			open = { text: "", y: transform[5] ?? 0, height: height || 1 };
		if (open) open.text += str;
		if (!hasEOL || open === undefined) continue;
		lines.push(open);
		open = undefined;
	}
	if (open) lines.push(open);
	return lines;
}

/** The median distance between successive lines. */
function medianGap(lines: readonly Line[]): number {
	const gaps = lines.slice(1).map(({ y }, index) => (lines[index]?.y ?? y) - y);
	const down = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
	return down[Math.floor(down.length / 2)] ?? 0;
}

function continuesParagraph(before: Line, line: Line, usualGap: number): boolean {
	const gap = before.y - line.y;
	const step = Math.max(before.height, line.height) / Math.min(before.height, line.height);
	return gap > 0 && gap <= usualGap * PARAGRAPH_GAP && step < SIZE_STEP;
}

/** Joins two lines of a paragraph. A hyphenated word is joined without its hyphen. */
function joinLines(before: string, after: string): string {
	if (before === "") return after;
	if (/\p{Ll}[-\u00ad]$/u.test(before) && /^\p{Ll}/u.test(after)) return before.slice(0, -1) + after;
	return `${before.trimEnd()} ${after}`;
}
