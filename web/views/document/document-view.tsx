import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { documentFactsOf } from "../../models/details/document-facts.ts";
import type { DocumentText } from "../../models/details/document-text.ts";
import { chunksAddress } from "../../models/details/file-urls.ts";
import { useApp } from "../app-context.ts";
import { DocumentStages } from "./document-stages.tsx";
import { FindsView } from "./finds-view.tsx";
import { OutlineView } from "./outline-view.tsx";
import { PageField } from "./page-field.tsx";
import { TextView, type Wanted } from "./text-view.tsx";
import "./document-view.css";

/** A document: how far its reading is, and once it is done its text with what stands out in it. Loaded with the first one. */
export function DocumentView({ record, facts }: { record: FileRecord; facts: Facts | null }) {
	if (facts === null) return record.state === "processing" ? <DocumentStages record={record} /> : null;
	return <ReadDocument record={record} facts={facts} />;
}

function ReadDocument({ record, facts }: { record: FileRecord; facts: Facts }) {
	const { selection, openText, openSearch } = useApp();
	const { n } = record;
	const told = useMemo(() => documentFactsOf(facts), [facts]);
	const text = useSignal<DocumentText | undefined>(undefined);
	const wanted = useSignal<Wanted | undefined>(undefined);
	useEffect(() => {
		void openText(n).then((opened) => {
			text.value = opened;
		});
	}, [n, text, openText]);
	useSignalEffect(() => {
		wanted.value = selection.found.value;
	});
	const goTo = async (where: { readonly at: number } | { readonly page: number }) => {
		const chunk = await text.peek()?.find(where);
		if (chunk !== undefined) wanted.value = { chunk, words: [], excerpt: "" };
	};
	return (
		<div class="document">
			{told.summary !== "" && <p class="document__summary">{told.summary}</p>}
			{told.keywords.length > 0 && (
				<ul class="document__keywords" aria-label="Keywords">
					{told.keywords.map((word) => (
						<li key={word}>
							<button type="button" class="chip" onClick={() => openSearch(word)}>
								{word}
							</button>
						</li>
					))}
				</ul>
			)}
			{told.chunks > 0 && (
				<section aria-labelledby="text-title">
					<div class="document__tools">
						<h3 id="text-title" class="section-title">
							Text
						</h3>
						{told.pages > 1 && <PageField pages={told.pages} goTo={(page) => void goTo({ page })} />}
						<a class="button" href={chunksAddress(n)} download={`${record.name}.chunks.jsonl`}>
							Save chunks
						</a>
					</div>
					<OutlineView outline={told.outline} goTo={(at) => void goTo({ at })} />
					{text.value !== undefined && <TextView text={text.value} told={told} wanted={wanted} />}
				</section>
			)}
			<FindsView finds={told.finds} />
		</div>
	);
}
