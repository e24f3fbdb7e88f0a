import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { foundPlace } from "../../models/search/found-place.ts";
import type { SearchModel } from "../../models/search/search-model.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { searchDialogWords } from "../../words/en/dialogs/search-dialog.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon } from "../icons.tsx";
import { SearchFilterFields } from "./search-filter-fields.tsx";
import { hitId, SearchHits } from "./search-hits.tsx";
import { SearchStatusText } from "./search-status.tsx";
import "./search-dialog.css";

/** Attributes of the ARIA combobox pattern. `list` is unset: it would open the browser's own suggestions. */
function comboboxProps(hits: number, active: number) {
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
 * Searches all files of the session. The focus stays in the field (ARIA combobox pattern): arrows move through the results,
 * Enter opens one, Escape closes. Fills the screen of a phone.
 */
export function SearchDialog({ search }: { search: SearchModel }) {
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
	const open = (index: number) => {
		const hit = search.hits.peek()[index];
		if (hit === undefined) return;
		search.close();
		selection.select(hit.file, foundPlace(hit));
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
		const active = search.active.peek();
		if (event.key === "ArrowDown") search.moveTo(active + 1);
		else if (event.key === "ArrowUp") search.moveTo(active - 1);
		else if (event.key === "Enter") open(active);
		else return;
		event.preventDefault();
	};
	return (
		<dialog
			ref={dialog}
			class="search"
			aria-label={searchDialogWords.name}
			closedby="any"
			onClose={() => search.close()}
		>
			<div class="search__inside">
				<div class="search__head">
					<input
						ref={field}
						class="search__field"
						type="search"
						{...comboboxProps(search.hits.value.length, search.active.value)}
						aria-label={searchDialogWords.field}
						placeholder={searchDialogWords.field}
						autocomplete="off"
						spellcheck={false}
						enterkeyhint="search"
						value={search.words}
						onInput={(event) => search.setWords(event.currentTarget.value)}
						onKeyDown={onKeyDown}
					/>
					<button
						type="button"
						class="button button--icon"
						aria-label={dialogWords.close}
						onClick={() => search.close()}
					>
						<CloseIcon />
					</button>
				</div>
				<SearchFilterFields search={search} />
				<SearchStatusText search={search} />
				<SearchHits search={search} open={open} />
			</div>
		</dialog>
	);
}
