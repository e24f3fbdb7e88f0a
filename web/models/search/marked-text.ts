/** A run of a text; `isMarked` where it was looked for. */
export interface MarkedPiece {
	readonly text: string;
	readonly isMarked: boolean;
}

/** Cuts a text at marks: spans of characters, each from, and up to and without. They follow each other. */
export function piecesOf(text: string, marks: readonly (readonly [number, number])[]): MarkedPiece[] {
	const pieces: MarkedPiece[] = [];
	let at = 0;
	const add = (to: number, isMarked: boolean) => {
		if (to > at) pieces.push({ text: text.slice(at, to), isMarked });
		at = Math.max(at, to);
	};
	for (const [from, to] of marks) {
		add(from, false);
		add(to, true);
	}
	add(text.length, false);
	return pieces;
}

/** The words that marks stand on, each once. */
export function markedWords(text: string, marks: readonly (readonly [number, number])[]): string[] {
	return [...new Set(marks.map(([from, to]) => text.slice(from, to)))];
}

/** Characters that mean something in a pattern. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Where any of these words stand in a text, as words of their own, however their letters are written. */
export function marksIn(text: string, words: readonly string[]): [number, number][] {
	const sought = words.filter((word) => word !== "").map((word) => word.replace(SYNTAX, "\\$&"));
	if (sought.length === 0) return [];
	// The longest first: of two that begin alike, the shorter would hide the other.
	sought.sort((a, b) => b.length - a.length);
	const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${sought.join("|")})(?![\\p{L}\\p{N}])`, "giu");
	return Array.from(text.matchAll(found), ({ 0: word, index }) => [index, index + word.length]);
}
