import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { documentFacts } from "../../models/details/document-facts.ts";
import type { DocumentText } from "../../models/details/document-text.ts";
import { chunksUrl } from "../../models/details/file-urls.ts";
import { documentWords } from "../../words/en/details/document.ts";
import { useApp } from "../app-context.ts";
import { DocumentStages } from "./document-stages.tsx";
import { FindingsView } from "./findings-view.tsx";
import { OutlineView } from "./outline-view.tsx";
import { PageField } from "./page-field.tsx";
import { type TextTarget, TextView } from "./text-view.tsx";
import "./document-view.css";

/** A document: the stages while it is read, then its text. Loaded with the first document opened. */
export function DocumentView({ record, facts }: { record: FileRecord; facts: Facts | null }) {
	if (facts === null) return record.state === "processing" ? <DocumentStages record={record} /> : null;
	return <ReadDocument record={record} facts={facts} />;
}

function ReadDocument({ record, facts }: { record: FileRecord; facts: Facts }) {
	const { selection, openText, openSearch } = useApp();
	const { n } = record;
	const content = useMemo(() => documentFacts(facts), [facts]);
	const text = useSignal<DocumentText | undefined>(undefined);
	const target = useSignal<TextTarget | undefined>(undefined);
	useEffect(() => {
		void openText(n).then((opened) => {
			text.value = opened;
		});
	}, [n, text, openText]);
	useSignalEffect(() => {
		target.value = selection.found.value;
	});
	const goTo = async (where: { readonly at: number } | { readonly page: number }) => {
		const chunk = await text.peek()?.find(where);
		if (chunk !== undefined) target.value = { chunk, words: [], excerpt: "" };
	};
	return (
		<div class="document">
			{content.summary !== "" && <p class="document__summary">{content.summary}</p>}
			{content.keywords.length > 0 && (
				<ul class="document__keywords" aria-label={documentWords.keywords}>
					{content.keywords.map((word) => (
						<li key={word}>
							<button type="button" class="chip" onClick={() => openSearch(word)}>
								{word}
							</button>
						</li>
					))}
				</ul>
			)}
			{content.chunks > 0 && (
				<section aria-labelledby="text-title">
					<div class="document__tools">
						<h3 id="text-title" class="section-title">
							{documentWords.text}
						</h3>
						{content.pages > 1 && <PageField pages={content.pages} goTo={(page) => void goTo({ page })} />}
						<a class="button" href={chunksUrl(n)} download={`${record.name}.chunks.jsonl`}>
							{documentWords.downloadChunks}
						</a>
					</div>
					<OutlineView outline={content.outline} goTo={(at) => void goTo({ at })} />
					{text.value !== undefined && <TextView text={text.value} facts={content} target={target} />}
				</section>
			)}
			<FindingsView findings={content.findings} />
		</div>
	);
}
