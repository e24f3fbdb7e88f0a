import { MAX_CUES } from "../../limits.ts";
import { type Cue, plainCaptionText, sortCues } from "./cue.ts";

/** A timing line, `00:01:02.345 --> 00:01:04.000`: SubRip has a comma, WebVTT may leave out the hours. */
const TIMES = /^\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})/;

/**
 * Parses WebVTT or SubRip. Both consist of blocks between blank lines with one timing line each. Blocks without one
 * (headers, notes, styles) and lines before it are skipped, so untidy real-world files work too. Cues are sorted by time.
 */
export function readCaptionFile(text: string): Cue[] {
	const cues: Cue[] = [];
	for (const block of text
		.replace(/^\ufeff/, "")
		.replace(/\r\n?/g, "\n")
		.split(/\n[ \t]*\n/)) {
		const lines = block.split("\n");
		const at = lines.findIndex((line) => TIMES.test(line));
		const [, from, to] = TIMES.exec(lines[at] ?? "") ?? [];
		if (from === undefined || to === undefined) continue;
		cues.push({
			start: seconds(from),
			end: seconds(to),
			text: plainCaptionText(lines.slice(at + 1).join("\n")),
		});
		if (cues.length >= MAX_CUES) break;
	}
	return sortCues(cues);
}

function seconds(time: string): number {
	return time
		.replace(",", ".")
		.split(":")
		.reduce((sum, part) => sum * 60 + Number(part), 0);
}
