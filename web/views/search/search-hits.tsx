import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { SearchHit } from "../../../src/protocol/http/search.ts";
import { splitAtMarks } from "../../models/search/marked-text.ts";
import type { SearchModel } from "../../models/search/search-model.ts";
import { searchDialogWords } from "../../words/en/dialogs/search-dialog.ts";
import { MarkedText } from "../widgets/marked-text.tsx";
import { placeText } from "../widgets/place-text.ts";
import "./search-hits.css";

/** The id of a hit's element, for the field's `aria-activedescendant`. */
export function hitId(index: number): string {
	return `search-hit-${index}`;
}

/** The results, best first. */
export function SearchHits({ search, open }: { search: SearchModel; open(index: number): void }) {
	const list = useRef<HTMLDivElement>(null);
	const hits = search.hits.value;
	const active = search.active.value;
	const status = search.status.value;
	useSignalEffect(() => {
		const { value } = search.active;
		list.current?.children[value]?.scrollIntoView({ block: "nearest" });
	});
	return (
		<>
			<div
				ref={list}
				id="search-hits"
				class="hits"
				role="listbox"
				aria-label={searchDialogWords.results}
				aria-busy={status.state === "searching"}
			>
				{hits.map((hit, index) => (
					<Hit
						key={`${hit.file}:${hit.chunk ?? "facts"}`}
						hit={hit}
						index={index}
						isActive={index === active}
						open={open}
					/>
				))}
			</div>
			{status.state === "answered" && status.more && (
				<button type="button" class="button hits__more" onClick={() => search.loadMore()}>
					{searchDialogWords.showMore}
				</button>
			)}
		</>
	);
}

interface HitProps {
	readonly hit: SearchHit;
	readonly index: number;
	readonly isActive: boolean;
	open(index: number): void;
}

function Hit({ hit, index, isActive, open }: HitProps) {
	const place = placeText(hit.place);
	return (
		<button
			type="button"
			id={hitId(index)}
			class="hit"
			role="option"
			aria-selected={isActive}
			tabIndex={-1}
			onClick={() => open(index)}
		>
			<span class="hit__head">
				<span class="hit__name">{hit.name}</span>
				<span class="hit__kind">{hit.kind && searchDialogWords.kinds[hit.kind]}</span>
			</span>
			{place !== "" && <span class="hit__place">{place}</span>}
			<span class="hit__snippet">
				<MarkedText pieces={splitAtMarks(hit.snippet, hit.marks)} />
			</span>
		</button>
	);
}
