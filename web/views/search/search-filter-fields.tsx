import { useMemo } from "preact/hooks";
import { FILE_KINDS, type FileKind } from "../../../src/protocol/files/file-state.ts";
import type { Search } from "../../models/search/search.ts";
import type { SessionModel } from "../../models/session/session-model.ts";
import { useApp } from "../app-context.ts";
import { KIND_LABELS } from "./kind-label.ts";

/** The kind that a field names; any other text is none. */
function kindOf(text: string): FileKind | "" {
	return FILE_KINDS.find((kind) => kind === text) ?? "";
}

/** Batches as the list names them, the newest first. */
function batchesOf(session: SessionModel): { readonly key: string; readonly name: string }[] {
	const named = Array.from(session.streamed.state.batches.values(), ({ batch, key }) => {
		const name = session.watchBatch(batch).peek()?.name ?? key;
		session.releaseBatch(batch);
		return { key, name };
	});
	return named.reverse();
}

/** Where is looked: what the search of the server can be narrowed to. */
export function SearchFilterFields({ search }: { search: Search }) {
	const { session } = useApp();
	const isOpen = search.isOpen.value;
	// Named anew with each opening: names change while files come.
	const batches = useMemo(() => (isOpen ? batchesOf(session) : []), [isOpen, session]);
	const { kind, batch, from, to } = search.filters.value;
	return (
		<fieldset class="search__filters">
			<legend class="sr-only">Where to look</legend>
			<select
				class="search__filter"
				aria-label="Kind"
				value={kind}
				onChange={({ currentTarget }) => search.narrow({ kind: kindOf(currentTarget.value) })}
			>
				<option value="">All kinds</option>
				{FILE_KINDS.map((one) => (
					<option key={one} value={one}>
						{KIND_LABELS[one]}
					</option>
				))}
			</select>
			<select
				class="search__filter"
				aria-label="Drop"
				value={batch}
				onChange={({ currentTarget }) => search.narrow({ batch: currentTarget.value })}
			>
				<option value="">All drops</option>
				{batches.map(({ key, name }) => (
					<option key={key} value={key}>
						{name}
					</option>
				))}
			</select>
			<label class="search__day">
				From
				<input
					class="search__filter"
					type="date"
					value={from}
					onChange={({ currentTarget }) => search.narrow({ from: currentTarget.value })}
				/>
			</label>
			<label class="search__day">
				To
				<input
					class="search__filter"
					type="date"
					value={to}
					onChange={({ currentTarget }) => search.narrow({ to: currentTarget.value })}
				/>
			</label>
		</fieldset>
	);
}
