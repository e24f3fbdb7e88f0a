import { useSignal } from "@preact/signals";
import type { Fact, Json } from "../../../src/protocol/files/facts.ts";
import { detailWords } from "../../words/en/details/details.ts";
import "../../styles/facts.css";

/** The main facts, each with its source and with sources that disagree. */
export function FactsTable({ facts }: { facts: readonly Fact[] }) {
	if (facts.length === 0) return null;
	return (
		<section aria-labelledby="facts-title">
			<h3 id="facts-title" class="section-title">
				{detailWords.facts}
			</h3>
			<dl class="facts">
				{facts.map((fact) => (
					<FactRow key={fact.name} fact={fact} />
				))}
			</dl>
		</section>
	);
}

function FactRow({ fact }: { fact: Fact }) {
	const { conflicts = [] } = fact;
	const coordinates = coordinatesOf(fact.value);
	return (
		<div class="facts__row">
			<dt>{fact.label}</dt>
			<dd>
				<span class="facts__text">{detailWords.factText(fact.name, fact.text)}</span>
				{coordinates !== undefined && <CopyButton text={coordinates} label={fact.label} />}
				<span class="facts__source">{fact.source}</span>
				{conflicts.map(({ source, text }) => (
					<span key={source} class="facts__conflict">
						{detailWords.conflict(source, detailWords.factText(fact.name, text))}
					</span>
				))}
			</dd>
		</div>
	);
}

/** Decimal degrees to copy. There is no link to a map: it would reveal the place to the map's server. */
function coordinatesOf(value: Json): string | undefined {
	if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
	const { latitude, longitude } = value;
	return typeof latitude === "number" && typeof longitude === "number"
		? `${latitude}, ${longitude}`
		: undefined;
}

function CopyButton({ text, label }: { text: string; label: string }) {
	const isCopied = useSignal(false);
	// Browsers offer the clipboard only in secure contexts.
	if (!navigator.clipboard) return null;
	return (
		<button
			type="button"
			class="facts__copy"
			aria-label={detailWords.copyFact(label)}
			onClick={() => {
				void navigator.clipboard.writeText(text).then(() => {
					isCopied.value = true;
				});
			}}
		>
			{isCopied.value ? detailWords.copied : detailWords.copy}
		</button>
	);
}
