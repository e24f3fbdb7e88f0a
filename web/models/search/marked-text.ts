/** A run of text; `isMarked` if it is a match. */
export interface TextRun {
	readonly text: string;
	readonly isMarked: boolean;
}

/** Splits a text at marks: ascending spans of characters, end exclusive. */
export function splitAtMarks(text: string, marks: readonly (readonly [number, number])[]): TextRun[] {
	const runs: TextRun[] = [];
	let at = 0;
	const add = (to: number, isMarked: boolean) => {
		if (to > at) runs.push({ text: text.slice(at, to), isMarked });
		at = Math.max(at, to);
	};
	for (const [from, to] of marks) {
		add(from, false);
		add(to, true);
	}
	add(text.length, false);
	return runs;
}

/** The marked words, each once. */
export function markedWords(text: string, marks: readonly (readonly [number, number])[]): string[] {
	return [...new Set(marks.map(([from, to]) => text.slice(from, to)))];
}

/** Characters with a meaning in a regular expression. */
const PATTERN_SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Finds these words in a text, as whole words and in any letter case. */
export function findMarks(text: string, words: readonly string[]): [number, number][] {
	const patterns = words.filter((word) => word !== "").map((word) => word.replace(PATTERN_SYNTAX, "\\$&"));
	if (patterns.length === 0) return [];
	// Longest first: a shorter alternative would hide a longer one that begins with it.
	patterns.sort((a, b) => b.length - a.length);
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join("|")})(?![\\p{L}\\p{N}])`, "giu");
	return Array.from(text.matchAll(pattern), ({ 0: word, index }) => [index, index + word.length]);
}
