import type { Heading } from "../../models/details/document-facts.ts";
import { formatCount } from "../format.ts";
import "./outline-view.css";

/** Levels that are set in; deeper ones stand below each other. */
const MAX_INDENT = 5;

/** The headings of a document, each leading to its place in the text. */
export function OutlineView({ outline, goTo }: { outline: readonly Heading[]; goTo(start: number): void }) {
	if (outline.length === 0) return null;
	return (
		<details class="outline">
			<summary>
				Outline <span class="outline__count">{formatCount(outline.length)}</span>
			</summary>
			<ol class="outline__list">
				{outline.map(({ level, title, start, page }, at) => (
					<li
						key={`${at}:${start}`}
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
