import type { OpenHeading } from "../../resume-store.ts";
import { MAX_LABEL_CHARS } from "../limits.ts";
import type { BlockSink } from "../open-document.ts";

/** Numbering before a title, such as `1.2`, `A.` or `Chapter 3:`. Unambiguous in every part, so that matching takes linear time. */
const NUMBERING =
	/^(?:(?:chapter|section|part|kapitel|abschnitt|teil) )?(?:\d{1,3}(?:\.\d{1,3}){0,5}[.:)]?|[ivxlc]{1,7}[.:)]|[a-z][.:)]) /;

/**
 * Adds the paragraphs of a page to the sink. An outline refers to pages only, so a heading starts at the paragraph with the same
 * words. A heading that occurs nowhere on the page starts after the heading before it, or with the page.
 */
export function emitParagraphs(
	paragraphs: readonly string[],
	headings: readonly OpenHeading[],
	sink: Pick<BlockSink, "addBlock" | "addHeading">,
): void {
	const indexes = paragraphIndexes(headings, paragraphs);
	let next = 0;
	const addUnplaced = () => {
		for (; next < headings.length && indexes[next] === -1; next++) {
			const heading = headings[next];
			if (heading) sink.addHeading(heading);
		}
	};
	addUnplaced();
	for (const [index, text] of paragraphs.entries()) {
		const heading = indexes[next] === index ? headings[next] : undefined;
		sink.addBlock(heading === undefined ? { text } : { text, level: heading.level });
		if (heading === undefined) continue;
		next += 1;
		addUnplaced();
	}
}

/** The index of the paragraph of each heading, in ascending order; -1 where there is none. */
function paragraphIndexes(headings: readonly OpenHeading[], paragraphs: readonly string[]): number[] {
	const titles = paragraphs.map(normalizeTitle);
	let from = 0;
	return headings.map(({ title }) => {
		const wanted = normalizeTitle(title);
		const found = wanted === "" ? -1 : titles.indexOf(wanted, from);
		if (found !== -1) from = found + 1;
		return found;
	});
}

/** A title in lower case, with single spaces and without its numbering; empty when it is too long for a title. */
function normalizeTitle(text: string): string {
	if (text.length > 2 * MAX_LABEL_CHARS) return "";
	const line = text.replace(/\s+/g, " ").trim().toLowerCase();
	return line.replace(NUMBERING, "") || line;
}
