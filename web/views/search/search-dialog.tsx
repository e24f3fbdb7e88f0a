import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { foundPlace } from "../../models/search/found-place.ts";
import type { Search } from "../../models/search/search.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon } from "../icons.tsx";
import { SearchFilterFields } from "./search-filter-fields.tsx";
import { hitId, SearchHits } from "./search-hits.tsx";
import { SearchStanding } from "./search-standing.tsx";
import "./search-dialog.css";

/** What makes a field the head of our list of hits. `list` would be the browser's own list below it. */
function combobox(hits: number, active: number) {
	return {
		role: "combobox",
		list: undefined,
		"aria-autocomplete": "list",
		"aria-controls": "search-hits",
		"aria-expanded": hits > 0,
		"aria-activedescendant": hits > 0 ? hitId(active) : undefined,
	} as const;
}

/**
 * Everything that the session holds, searched. The field keeps the focus (the combobox pattern of ARIA): the arrows move
 * through the hits, Enter opens one, Escape closes. On a phone it fills the screen.
 */
export function SearchDialog({ search }: { search: Search }) {
	const { selection } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	const field = useRef<HTMLInputElement>(null);
	useSignalEffect(() => {
		const { current } = dialog;
		if (!search.isOpen.value) current?.close();
		else if (current?.open === false) {
			current.showModal();
			field.current?.select();
		}
	});
	const choose = (at: number) => {
		const hit = search.hits.peek()[at];
		if (hit === undefined) return;
		search.close();
		selection.choose(hit.file, foundPlace(hit));
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
		const active = search.active.peek();
		if (event.key === "ArrowDown") search.moveTo(active + 1);
		else if (event.key === "ArrowUp") search.moveTo(active - 1);
		else if (event.key === "Enter") choose(active);
		else return;
		event.preventDefault();
	};
	return (
		<dialog ref={dialog} class="search" aria-label="Search" closedby="any" onClose={() => search.close()}>
			<div class="search__inside">
				<div class="search__head">
					<input
						ref={field}
						class="search__field"
						type="search"
						{...combobox(search.hits.value.length, search.active.value)}
						aria-label="Search documents, talks and photos"
						placeholder="Search documents, talks and photos"
						autocomplete="off"
						spellcheck={false}
						enterkeyhint="search"
						value={search.words}
						onInput={(event) => search.type(event.currentTarget.value)}
						onKeyDown={onKeyDown}
					/>
					<button type="button" class="button button--icon" aria-label="Close" onClick={() => search.close()}>
						<CloseIcon />
					</button>
				</div>
				<SearchFilterFields search={search} />
				<SearchStanding search={search} />
				<SearchHits search={search} choose={choose} />
			</div>
		</dialog>
	);
}
