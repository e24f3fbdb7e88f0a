import { render } from "preact";
import { Search, type SearchDeps } from "./models/search/search.ts";
import { type App, AppProvider } from "./views/app-context.ts";
import { SearchDialog } from "./views/search/search-dialog.tsx";

/** Makes the search of a page. Loaded when it is opened for the first time. */
export function createSearch(app: App, deps: SearchDeps): Search {
	const search = new Search(deps);
	const root = document.body.appendChild(document.createElement("div"));
	render(
		<AppProvider value={app}>
			<SearchDialog search={search} />
		</AppProvider>,
		root,
	);
	return search;
}
