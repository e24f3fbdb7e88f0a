import type { MarkedPiece } from "../../models/search/marked-text.ts";

/** A text with what was looked for marked in it. The text is a text, whatever stands in it. */
export function MarkedText({ pieces }: { pieces: readonly MarkedPiece[] }) {
	return pieces.map(({ text, isMarked }, at) =>
		isMarked ? <mark key={`${at}:${text}`}>{text}</mark> : text,
	);
}
