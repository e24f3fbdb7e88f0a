import { MAX_CUES } from "../../limits.ts";
import { type Cue, ordered, plainWords } from "./cue.ts";

/** `00:01:02.345 --> 00:01:04.000`, with a comma in SubRip and without hours in short WebVTT. */
const TIMES = /^\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})/;

/**
 * Cues of a WebVTT or SubRip text. Both are blocks between blank lines with one line of times; what has none (heads,
 * notes, styles, numbers) is passed over, so either of them may be as untidy as real ones are. Cues that come in the wrong
 * order are put right.
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
		cues.push({ start: seconds(from), end: seconds(to), text: plainWords(lines.slice(at + 1).join("\n")) });
		if (cues.length >= MAX_CUES) break;
	}
	return ordered(cues);
}

function seconds(time: string): number {
	return time
		.replace(",", ".")
		.split(":")
		.reduce((sum, part) => sum * 60 + Number(part), 0);
}
