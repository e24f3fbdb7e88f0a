import type { Finds } from "../../models/details/document-facts.ts";
import { formatCount } from "../format.ts";
import "./finds-view.css";

/** Finds of one sort that are shown before the rest is asked for. */
const SHOWN = 8;

/** Addresses that a browser may be led to; whatever else a document calls a link stays a text. */
const LINK = /^(https?:\/\/|mailto:)/i;

/** What was found in a text: addresses, dates, sums. */
export function FindsView({ finds }: { finds: readonly Finds[] }) {
	if (finds.length === 0) return null;
	return (
		<section aria-labelledby="finds-title">
			<h3 id="finds-title" class="section-title">
				Found in it
			</h3>
			<dl class="finds">
				{finds.map(({ label, list }) => (
					<div key={label} class="finds__row">
						<dt>
							{label} <span class="finds__count">{formatCount(list.length)}</span>
						</dt>
						<dd>
							<FindList list={list.slice(0, SHOWN)} />
							{list.length > SHOWN && (
								<details>
									<summary>{formatCount(list.length - SHOWN)} more</summary>
									<FindList list={list.slice(SHOWN)} />
								</details>
							)}
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function FindList({ list }: { list: readonly string[] }) {
	return (
		<ul class="finds__list">
			{list.map((find) => (
				<li key={find}>
					{LINK.test(find) ? (
						<a href={find} target="_blank" rel="noopener noreferrer nofollow">
							{find}
						</a>
					) : (
						find
					)}
				</li>
			))}
		</ul>
	);
}
