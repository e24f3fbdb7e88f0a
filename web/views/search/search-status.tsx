import { useComputed } from "@preact/signals";
import type { SearchHit } from "../../../src/protocol/http/search.ts";
import { MAX_SEARCH_OFFSET } from "../../../src/protocol/limits.ts";
import type { SearchModel } from "../../models/search/search-model.ts";
import { NO_FILTERS } from "../../models/search/search-request.ts";
import { searchDialogWords as words } from "../../words/en/dialogs/search-dialog.ts";
import { useApp } from "../app-context.ts";

/** The number of results or the problem, as a sentence that screen readers announce. */
export function SearchStatusText({ search }: { search: SearchModel }) {
	const { session } = useApp();
	const sentence = useComputed(() => {
		const status = search.status.value;
		if (status.state === "failed") return status.detail;
		// Until the next answer arrives, the results and the number of the last one stay.
		if (status.state !== "answered") return search.hits.value.length > 0 ? undefined : "";
		const hits = search.hits.value;
		if (hits.length > 0)
			return status.partly ? words.partial(countOf(hits, status.more)) : countOf(hits, status.more);
		const filters = search.filters.value;
		const isFiltered = Object.values(filters).join("") !== Object.values(NO_FILTERS).join("");
		return [
			words.noResults(search.words.value.trim()),
			isFiltered && words.removeFilter,
			session.isWorking.value && words.stillReading,
		]
			.filter((part) => part !== false)
			.join(" ");
	});
	const status = search.status.value;
	return (
		<div class="search__standing">
			{status.state === "idle" && <Hints />}
			<p class={status.state === "failed" ? "search__said search__said--bad" : "search__said"} role="status">
				{sentence}
			</p>
			{status.state === "failed" && (
				<button type="button" class="button" onClick={() => search.retry()}>
					{words.tryAgain}
				</button>
			)}
		</div>
	);
}

function countOf(hits: readonly SearchHit[], hasMore: boolean): string {
	const { length } = hits;
	if (hasMore) return length > MAX_SEARCH_OFFSET ? words.firstResults(length) : words.bestResults(length);
	return hits.every(({ kind }) => kind === "image") ? words.countPhotos(length) : words.countResults(length);
}

/** Examples of queries. */
function Hints() {
	return (
		<ul class="search__hints">
			{words.examples.map(({ query, meaning }) => (
				<li key={query}>
					<kbd>{query}</kbd> {meaning}
				</li>
			))}
		</ul>
	);
}
