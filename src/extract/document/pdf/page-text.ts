import { MAX_PAGE_PIECES } from "../limits.ts";
import type { PdfPage, PdfTextItem } from "./library.ts";

/** One line of a page, and where it stands. */
interface Line {
	text: string;
	readonly y: number;
	readonly height: number;
}

/** A gap of so many ordinary ones between two lines ends a paragraph. */
const PARAGRAPH_GAP = 1.35;

/** A line that is so much larger or smaller than the one before begins a paragraph. */
const SIZE_STEP = 1.15;

/** The paragraphs of a page, in the order in which it draws them. */
export async function paragraphsOf(page: PdfPage): Promise<string[]> {
	const { items } = await page.getTextContent();
	const lines = linesOf(items.slice(0, MAX_PAGE_PIECES).filter((item): item is PdfTextItem => "str" in item));
	const ordinary = medianGap(lines);
	const paragraphs: string[] = [];
	let open = "";
	lines.forEach((line, index) => {
		const before = lines[index - 1];
		if (before && !goesOn(before, line, ordinary)) {
			paragraphs.push(open);
			open = line.text;
		} else open = joined(open, line.text);
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

/** The distance at which most lines of a page follow each other. */
function medianGap(lines: readonly Line[]): number {
	const gaps = lines.slice(1).map(({ y }, index) => (lines[index]?.y ?? y) - y);
	const down = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
	return down[Math.floor(down.length / 2)] ?? 0;
}

function goesOn(before: Line, line: Line, ordinary: number): boolean {
	const gap = before.y - line.y;
	const step = Math.max(before.height, line.height) / Math.min(before.height, line.height);
	return gap > 0 && gap <= ordinary * PARAGRAPH_GAP && step < SIZE_STEP;
}

/** Two lines of one paragraph; a word that was divided between them is whole again. */
function joined(before: string, after: string): string {
	if (before === "") return after;
	if (/\p{Ll}[-\u00ad]$/u.test(before) && /^\p{Ll}/u.test(after)) return before.slice(0, -1) + after;
	return `${before.trimEnd()} ${after}`;
}
