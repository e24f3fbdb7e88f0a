import type { Quality } from "../../../src/protocol/files/facts.ts";
import { detailWords } from "../../words/en/details/details.ts";
import { formatPercent } from "../../words/en/format.ts";
import "./quality-gauges.css";

/** Completeness and confidence of the result, with the reasons. */
export function QualityGauges({ quality }: { quality: Quality }) {
	const { completeness, confidence, present, missing, reasons } = quality;
	return (
		<section aria-labelledby="quality-title">
			<h3 id="quality-title" class="section-title">
				{detailWords.quality}
			</h3>
			<div class="gauges">
				<Gauge label={detailWords.completeness} value={completeness} hint={detailWords.completenessHint} />
				<Gauge label={detailWords.confidence} value={confidence} hint={detailWords.confidenceHint} />
			</div>
			{reasons.length > 0 && (
				<ul class="reasons">
					{reasons.map(({ effect, text }) => (
						<li key={text} class={`reasons__one reasons__one--${effect}`}>
							<span class="sr-only">{effect === "good" ? detailWords.good : detailWords.bad} </span>
							{text}
						</li>
					))}
				</ul>
			)}
			<FactNames title={detailWords.found} names={present} />
			<FactNames title={detailWords.notInFile} names={missing} />
		</section>
	);
}

function Gauge({ label, value, hint }: { label: string; value: number; hint: string }) {
	const percent = Math.round(value * 100);
	return (
		<div class="gauge">
			<p class="gauge__head">
				<span>{label}</span>
				<strong>{formatPercent(percent)}</strong>
			</p>
			<meter class="gauge__bar" min={0} max={100} value={percent} aria-label={label} />
			<p class="gauge__hint">{hint}</p>
		</div>
	);
}

function FactNames({ title, names }: { title: string; names: readonly string[] }) {
	if (names.length === 0) return null;
	return (
		<p class="names">
			<span class="names__title">{title}</span> {detailWords.factNames(names)}
		</p>
	);
}
