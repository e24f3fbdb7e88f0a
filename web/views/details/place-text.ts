import { timeText } from "../../../src/mind-map/time-text.ts";
import type { Place } from "../../../src/protocol/text/chunk.ts";

/** A place in a file as a person names it, such as `Page 3 · Terms › Payment`. */
export function placeText({ page, slide, sheet, chapter, time, headings = [] }: Place): string {
	const parts = [
		page !== undefined && `Page ${page}`,
		slide !== undefined && `Slide ${slide}`,
		sheet !== undefined && `Sheet ${sheet}`,
		chapter !== undefined && `Chapter ${chapter}`,
		time !== undefined && timeText(time),
		headings.length > 0 && headings.join(" › "),
	];
	return parts.filter((part) => part !== false).join(" · ");
}
