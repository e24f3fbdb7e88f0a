import { useSignal } from "@preact/signals";
import type { Fact, Json } from "../../../src/protocol/files/facts.ts";
import "./facts-table.css";

/** What people ask for first: each fact with the place that told it, and who tells it differently. */
export function FactsTable({ facts }: { facts: readonly Fact[] }) {
	if (facts.length === 0) return null;
	return (
		<section aria-labelledby="facts-title">
			<h3 id="facts-title" class="section-title">
				Facts
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
	const place = coordinatesOf(fact.value);
	return (
		<div class="facts__row">
			<dt>{fact.label}</dt>
			<dd>
				<span class="facts__text">{fact.text}</span>
				{place !== undefined && <CopyButton text={place} label={fact.label} />}
				<span class="facts__source">{fact.source}</span>
				{conflicts.map(({ source, text }) => (
					<span key={source} class="facts__conflict">
						{source} says otherwise: {text}
					</span>
				))}
			</dd>
		</div>
	);
}

/** Decimal degrees to copy. There is no link to a map: it would tell somebody else where the photo was taken. */
function coordinatesOf(value: Json): string | undefined {
	if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
	const { latitude, longitude } = value;
	return typeof latitude === "number" && typeof longitude === "number"
		? `${latitude}, ${longitude}`
		: undefined;
}

function CopyButton({ text, label }: { text: string; label: string }) {
	const copied = useSignal(false);
	// Only secure origins have a clipboard.
	if (!navigator.clipboard) return null;
	return (
		<button
			type="button"
			class="facts__copy"
			aria-label={`Copy ${label}`}
			onClick={() => {
				void navigator.clipboard.writeText(text).then(() => {
					copied.value = true;
				});
			}}
		>
			{copied.value ? "Copied" : "Copy"}
		</button>
	);
}
