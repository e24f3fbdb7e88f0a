import { useComputed } from "@preact/signals";
import { MAX_SEARCH_OFFSET } from "../../../src/protocol/text/search.ts";
import type { Search } from "../../models/search/search.ts";
import { EVERYWHERE } from "../../models/search/search-request.ts";
import { useApp } from "../app-context.ts";
import { formatCount } from "../format.ts";

const PARTLY = "No place has all of these words; these have some of them: ";

/** How the search stands, in a sentence: to see, and for a screen reader to say. */
export function SearchStanding({ search }: { search: Search }) {
	const { session } = useApp();
	const said = useComputed(() => {
		const standing = search.standing.value;
		if (standing.state === "failed") return standing.detail;
		// While the next answer is on its way, the last one stands.
		if (standing.state !== "answered") return search.hits.value.length > 0 ? undefined : "";
		const { length } = search.hits.value;
		if (length > 0) return (standing.partly ? PARTLY : "") + countOf(length, standing.more);
		const filters = search.filters.value;
		const isNarrowed = Object.values(filters).join("") !== Object.values(EVERYWHERE).join("");
		const remedy = isNarrowed ? " Take a filter away to look everywhere." : "";
		const wait = session.isWorking.value
			? " Files that are still being read are found once they are done."
			: "";
		return `Nothing holds “${search.words.value.trim()}”.${remedy}${wait}`;
	});
	const standing = search.standing.value;
	return (
		<div class="search__standing">
			{standing.state === "nothing asked" && <Hints />}
			<p
				class={standing.state === "failed" ? "search__said search__said--bad" : "search__said"}
				role="status"
			>
				{said}
			</p>
			{standing.state === "failed" && (
				<button type="button" class="button" onClick={() => search.again()}>
					Try again
				</button>
			)}
		</div>
	);
}

function countOf(count: number, more: boolean): string {
	if (more && count > MAX_SEARCH_OFFSET)
		return `The first ${formatCount(count)} places. More words find fewer.`;
	if (more) return `The best ${formatCount(count)} places`;
	return count === 1 ? "1 place" : `${formatCount(count)} places`;
}

/** What can be asked. */
function Hints() {
	return (
		<ul class="search__hints">
			<li>
				<kbd>lamp keeper</kbd> both words, in any form
			</li>
			<li>
				<kbd>"lamp keeper"</kbd> these words side by side
			</li>
			<li>
				<kbd>lamp OR light</kbd> either of them
			</li>
			<li>
				<kbd>lamp -oil</kbd> without the second
			</li>
		</ul>
	);
}
