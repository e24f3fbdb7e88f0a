/** One caption: a text and when it is shown. */
export interface Cue {
	/** Seconds from the beginning. */
	readonly start: number;
	readonly end: number;
	/** Plain text: line breaks are kept, markup is not. */
	readonly text: string;
}

/** Where one caption is stored in a recording. */
export interface CueLocation {
	/** Bytes from the start of the file. */
	readonly offset: number;
	readonly length: number;
	/** Seconds. `end` is absent where only the block itself holds it. */
	readonly start: number;
	readonly end?: number;
}

/** Seconds that a caption without a duration is shown: about what two lines take to read. */
export const DEFAULT_CUE_SECONDS = 4;

/** Markup of SubRip and WebVTT (`<i>`, `<c.loud>`, `<00:00:01.000>`) and of SubStation Alpha (`{\an8}`). */
const MARKUP = /<\/?[a-z0-9:.][^<>]{0,200}>|\{\\[^{}]{0,200}\}/gi;

/** Character references of WebVTT cue text. */
const ENTITIES: { readonly [entity: string]: string } = {
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&nbsp;": "\u00a0",
	"&lrm;": "\u200e",
	"&rlm;": "\u200f",
};

/** Caption text without markup, character references and blank lines. */
export function plainCaptionText(text: string): string {
	return text
		.replace(MARKUP, "")
		.replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity] ?? entity)
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "")
		.join("\n")
		.toWellFormed();
}

/**
 * Cues in order of time, without empty ones. A cue that does not end after its start ends where the next one starts that is
 * later, at most after `DEFAULT_CUE_SECONDS`.
 */
export function sortCues(cues: readonly Cue[]): Cue[] {
	const sorted = cues
		.filter(({ text }) => text !== "")
		.toSorted((a, b) => a.start - b.start || a.end - b.end);
	let [start, later] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	return sorted
		.toReversed()
		.map((cue) => {
			if (cue.start < start) [start, later] = [cue.start, start];
			return cue.end > cue.start ? cue : { ...cue, end: Math.min(later, cue.start + DEFAULT_CUE_SECONDS) };
		})
		.reverse();
}
