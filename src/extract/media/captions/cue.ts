/** One caption: words, and when they are seen. */
export interface Cue {
	/** Seconds from the beginning. */
	readonly start: number;
	readonly end: number;
	/** Plain text; lines are kept, marks of style are not. */
	readonly text: string;
}

/** Where one caption stands in a film, before its bytes are read. */
export interface CuePlace {
	/** Bytes from the start of the file. */
	readonly offset: number;
	readonly length: number;
	/** Seconds. `end` is unknown where only the block itself tells it. */
	readonly start: number;
	readonly end?: number;
}

/** How long a caption is seen that does not say so, in seconds: about what two lines take to be read. */
export const UNTOLD_SECONDS = 4;

/** Marks of style in SubRip and WebVTT: `<i>`, `<c.loud>`, `<00:00:01.000>`, and SubStation's `{\an8}`. */
const MARKS = /<\/?[a-z0-9:.][^<>]{0,200}>|\{\\[^{}]{0,200}\}/gi;

const ENTITIES: { readonly [entity: string]: string } = {
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&nbsp;": "\u00a0",
	"&lrm;": "\u200e",
	"&rlm;": "\u200f",
};

/** The words of a caption as a person reads them. */
export function plainWords(text: string): string {
	return text
		.replace(MARKS, "")
		.replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity] ?? entity)
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "")
		.join("\n")
		.toWellFormed();
}

/** Cues in the order of time, without empty ones; an end that lies before its start becomes the next one's start. */
export function ordered(cues: readonly Cue[]): Cue[] {
	const sorted = cues
		.filter(({ text }) => text !== "")
		.toSorted((a, b) => a.start - b.start || a.end - b.end);
	return sorted.map((cue, index) => {
		if (cue.end > cue.start) return cue;
		const next = sorted[index + 1]?.start ?? cue.start + UNTOLD_SECONDS;
		return { ...cue, end: Math.max(cue.start, Math.min(next, cue.start + UNTOLD_SECONDS)) };
	});
}
