import { useMemo } from "preact/hooks";
import { FILE_KINDS, type FileKind } from "../../../src/protocol/files/file-state.ts";
import type { SearchModel } from "../../models/search/search-model.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { searchDialogWords } from "../../words/en/dialogs/search-dialog.ts";
import { useApp } from "../app-context.ts";

/** The kind that a select's value stands for; empty for all kinds. */
function kindOf(text: string): FileKind | "" {
	return FILE_KINDS.find((kind) => kind === text) ?? "";
}

/** Batches by the names that the list shows, newest first. */
function batchesOf(session: SessionModel): { readonly key: string; readonly name: string }[] {
	const named = Array.from(session.streamed.state.batches.values(), ({ batch, key }) => {
		const name = session.watchBatch(batch).peek()?.name ?? key;
		session.releaseBatch(batch);
		return { key, name };
	});
	return named.reverse();
}

/** Filters of the search: kind, upload, and dates. */
export function SearchFilterFields({ search }: { search: SearchModel }) {
	const { session } = useApp();
	const isOpen = search.isOpen.value;
	// Read again with each opening: names change while files are added.
	const batches = useMemo(() => (isOpen ? batchesOf(session) : []), [isOpen, session]);
	const { kind, batch, from, to } = search.filters.value;
	return (
		<fieldset class="search__filters">
			<legend class="sr-only">{searchDialogWords.filters}</legend>
			<select
				class="search__filter"
				aria-label={searchDialogWords.kind}
				value={kind}
				onChange={({ currentTarget }) => search.setFilters({ kind: kindOf(currentTarget.value) })}
			>
				<option value="">{searchDialogWords.allKinds}</option>
				{FILE_KINDS.map((one) => (
					<option key={one} value={one}>
						{searchDialogWords.kinds[one]}
					</option>
				))}
			</select>
			<select
				class="search__filter"
				aria-label={searchDialogWords.upload}
				value={batch}
				onChange={({ currentTarget }) => search.setFilters({ batch: currentTarget.value })}
			>
				<option value="">{searchDialogWords.allUploads}</option>
				{batches.map(({ key, name }) => (
					<option key={key} value={key}>
						{name}
					</option>
				))}
			</select>
			<label class="search__day">
				{searchDialogWords.from}
				<input
					class="search__filter"
					type="date"
					value={from}
					onChange={({ currentTarget }) => search.setFilters({ from: currentTarget.value })}
				/>
			</label>
			<label class="search__day">
				{searchDialogWords.to}
				<input
					class="search__filter"
					type="date"
					value={to}
					onChange={({ currentTarget }) => search.setFilters({ to: currentTarget.value })}
				/>
			</label>
		</fieldset>
	);
}
