import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { SearchHit } from "../../../src/protocol/text/search.ts";
import { piecesOf } from "../../models/search/marked-text.ts";
import type { Search } from "../../models/search/search.ts";
import { MarkedText } from "../details/marked-text.tsx";
import { placeText } from "../details/place-text.ts";
import { kindLabel } from "./kind-label.ts";
import "./search-hits.css";

/** The name of a hit's element, by which the field says which one is active. */
export function hitId(at: number): string {
	return `search-hit-${at}`;
}

/** What was found, the best first. */
export function SearchHits({ search, choose }: { search: Search; choose(at: number): void }) {
	const list = useRef<HTMLDivElement>(null);
	const hits = search.hits.value;
	const active = search.active.value;
	const standing = search.standing.value;
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
				aria-label="What was found"
				aria-busy={standing.state === "asking"}
			>
				{hits.map((hit, at) => (
					<Hit
						key={`${hit.file}:${hit.chunk ?? "facts"}`}
						hit={hit}
						at={at}
						isActive={at === active}
						choose={choose}
					/>
				))}
			</div>
			{standing.state === "answered" && standing.more && (
				<button type="button" class="button hits__more" onClick={() => search.showMore()}>
					Show more
				</button>
			)}
		</>
	);
}

interface HitProps {
	readonly hit: SearchHit;
	readonly at: number;
	readonly isActive: boolean;
	choose(at: number): void;
}

function Hit({ hit, at, isActive, choose }: HitProps) {
	const place = placeText(hit.place);
	return (
		<button
			type="button"
			id={hitId(at)}
			class="hit"
			role="option"
			aria-selected={isActive}
			tabIndex={-1}
			onClick={() => choose(at)}
		>
			<span class="hit__head">
				<span class="hit__name">{hit.name}</span>
				<span class="hit__kind">{kindLabel(hit.kind)}</span>
			</span>
			{place !== "" && <span class="hit__place">{place}</span>}
			<span class="hit__snippet">
				<MarkedText pieces={piecesOf(hit.snippet, hit.marks)} />
			</span>
		</button>
	);
}
