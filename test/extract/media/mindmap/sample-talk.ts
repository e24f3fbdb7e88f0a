import type { Cue } from "../../../../src/extract/media/captions/cue.ts";

const STOP_WORDS = new Set(["the", "and", "are", "with", "into", "from", "that", "every"]);
export const isStopWord = (word: string) => STOP_WORDS.has(word);

/** Sentences about one subject, which share its words. */
export const GARDEN = [
	"Tomato plants need deep soil and warm soil.",
	"Water the tomato plants early in the morning.",
	"Healthy soil feeds tomato roots slowly.",
	"Old leaves make the soil richer.",
	"Tomato seeds like warm soil.",
];
/** Sentences about another. */
export const SPACE = [
	"The rocket engine burns liquid oxygen.",
	"A rocket engine needs cooling.",
	"Liquid oxygen boils in the rocket tank.",
	"The tank feeds the engine.",
	"Every rocket engine is tested with liquid oxygen.",
];

/** One caption of four seconds a line, every five seconds. */
export function cuesOf(lines: readonly string[]): Cue[] {
	return lines.map((text, index) => ({ start: index * 5, end: index * 5 + 4, text }));
}
