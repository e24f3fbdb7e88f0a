import { timeText } from "../../../src/mind-map/time-text.ts";
import type { TextLocation } from "../../../src/protocol/text/chunk.ts";
import { placeWords } from "../../words/en/details/place.ts";

/** A place in a file for people, such as `Page 3 · Terms › Payment`. */
export function placeText({ page, slide, sheet, chapter, time, headings = [] }: TextLocation): string {
	// The reader of spreadsheets gives each sheet's name as its heading too.
	const below = headings[0] === sheet ? headings.slice(1) : headings;
	const parts = [
		page !== undefined && placeWords.page(page),
		slide !== undefined && placeWords.slide(slide),
		sheet,
		chapter !== undefined && placeWords.chapter(chapter),
		time !== undefined && timeText(time),
		below.length > 0 && below.join(" › "),
	];
	return parts.filter(Boolean).join(" · ");
}
