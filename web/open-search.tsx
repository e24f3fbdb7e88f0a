import { render } from "preact";
import { type SearchDeps, SearchModel } from "./models/search/search-model.ts";
import { type App, AppProvider } from "./views/app-context.ts";
import { SearchDialog } from "./views/search/search-dialog.tsx";

/** Creates the search of a page. Loaded on first use. */
export function createSearch(app: App, deps: SearchDeps): SearchModel {
	const search = new SearchModel(deps);
	const root = document.body.appendChild(document.createElement("div"));
	render(
		<AppProvider value={app}>
			<SearchDialog search={search} />
		</AppProvider>,
		root,
	);
	return search;
}
