import type { TextRun } from "../../models/search/marked-text.ts";

/** Text with marked parts, such as what a search found. Rendered as text, never as HTML. */
export function MarkedText({ pieces }: { pieces: readonly TextRun[] }) {
	return pieces.map(({ text, isMarked }, index) =>
		isMarked ? <mark key={`${index}:${text}`}>{text}</mark> : text,
	);
}
