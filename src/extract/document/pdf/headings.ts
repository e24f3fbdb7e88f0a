import type { OpenHeading } from "../../resume-store.ts";
import { MAX_LABEL_CHARS } from "../limits.ts";
import type { TextSink } from "../open-document.ts";

/** Numbers, letters or words before a title, such as `1.2`, `A.` or `Chapter 3:`. No piece of it can be read in two ways. */
const NUMBERING =
	/^(?:(?:chapter|section|part|kapitel|abschnitt|teil) )?(?:\d{1,3}(?:\.\d{1,3}){0,5}[.:)]?|[ivxlc]{1,7}[.:)]|[a-z][.:)]) /;

/**
 * Tells the paragraphs of a page. An outline names pages only; where a paragraph says what one of its headings does, the
 * heading begins there, and the next ones behind it. A heading that stands nowhere begins with the page.
 */
export function tellParagraphs(
	paragraphs: readonly string[],
	headings: readonly OpenHeading[],
	sink: Pick<TextSink, "block" | "heading">,
): void {
	const places = placesOf(headings, paragraphs);
	let next = 0;
	const tellUnplaced = () => {
		for (; next < headings.length && places[next] === -1; next++) {
			const heading = headings[next];
			if (heading) sink.heading(heading);
		}
	};
	tellUnplaced();
	for (const [index, text] of paragraphs.entries()) {
		const heading = places[next] === index ? headings[next] : undefined;
		sink.block(heading === undefined ? { text } : { text, level: heading.level });
		if (heading === undefined) continue;
		next += 1;
		tellUnplaced();
	}
}

/** The paragraph of each heading, in the order of the text; -1 where there is none. */
function placesOf(headings: readonly OpenHeading[], paragraphs: readonly string[]): number[] {
	const said = paragraphs.map(bare);
	let from = 0;
	return headings.map(({ title }) => {
		const wanted = bare(title);
		const found = wanted === "" ? -1 : said.indexOf(wanted, from);
		if (found !== -1) from = found + 1;
		return found;
	});
}

/** A title without its number, however it is spaced and set; nothing for what is too long for one. */
function bare(text: string): string {
	if (text.length > 2 * MAX_LABEL_CHARS) return "";
	const line = text.replace(/\s+/g, " ").trim().toLowerCase();
	return line.replace(NUMBERING, "") || line;
}
