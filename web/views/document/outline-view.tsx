import type { Heading } from "../../models/details/document-facts.ts";
import { documentWords } from "../../words/en/details/document.ts";
import { formatCount } from "../../words/en/format.ts";
import "./outline-view.css";

/** Deeper levels than this are not indented further. */
const MAX_INDENT = 5;

/** The headings of a document. Each scrolls to its place in the text. */
export function OutlineView({ outline, goTo }: { outline: readonly Heading[]; goTo(start: number): void }) {
	if (outline.length === 0) return null;
	return (
		<details class="outline">
			<summary>
				{documentWords.outline} <span class="outline__count">{formatCount(outline.length)}</span>
			</summary>
			<ol class="outline__list">
				{outline.map(({ level, title, start, page }, index) => (
					<li
						key={`${index}:${start}`}
						class="outline__entry"
						style={{ paddingInlineStart: `${Math.min(MAX_INDENT, Math.max(0, level - 1)) * 16}px` }}
					>
						<button type="button" class="outline__button" onClick={() => goTo(start)}>
							<span>{title}</span>
							{page !== undefined && <span class="outline__page">{page}</span>}
						</button>
					</li>
				))}
			</ol>
		</details>
	);
}
