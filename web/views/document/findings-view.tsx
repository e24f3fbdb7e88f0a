import type { Findings } from "../../models/details/document-facts.ts";
import { documentWords } from "../../words/en/details/document.ts";
import { formatCount } from "../../words/en/format.ts";
import "../../styles/facts.css";
import "./findings-view.css";

/** Findings of one kind that are shown before "Show more". */
const SHOWN = 8;

/** Schemes that become links. Anything else a document calls a link, such as `javascript:`, stays text. */
const SAFE_LINK = /^(https?:\/\/|mailto:)/i;

/** What was found in a text: addresses, dates, amounts of money. */
export function FindingsView({ findings }: { findings: readonly Findings[] }) {
	if (findings.length === 0) return null;
	return (
		<section aria-labelledby="finds-title">
			<h3 id="finds-title" class="section-title">
				{documentWords.findings}
			</h3>
			<dl class="finds">
				{findings.map((found) => (
					<FindingsRow key={found.label} {...found} />
				))}
			</dl>
		</section>
	);
}

function FindingsRow({ label, list }: Findings) {
	const texts = list.map((text) => documentWords.finding(label, text));
	return (
		<div class="finds__row">
			<dt>
				{label} <span class="finds__count">{formatCount(list.length)}</span>
			</dt>
			<dd>
				<FindingList list={texts.slice(0, SHOWN)} />
				{texts.length > SHOWN && (
					<details>
						<summary>{documentWords.more(texts.length - SHOWN)}</summary>
						<FindingList list={texts.slice(SHOWN)} />
					</details>
				)}
			</dd>
		</div>
	);
}

function FindingList({ list }: { list: readonly string[] }) {
	return (
		<ul class="finds__list">
			{list.map((finding) => (
				<li key={finding}>
					{SAFE_LINK.test(finding) ? (
						<a href={finding} target="_blank" rel="noopener noreferrer nofollow">
							{finding}
						</a>
					) : (
						finding
					)}
				</li>
			))}
		</ul>
	);
}
