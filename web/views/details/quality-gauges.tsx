import type { Quality } from "../../../src/protocol/files/facts.ts";
import { formatPercent } from "../format.ts";
import "./quality-gauges.css";

/** How good the result is, with every reason in words. */
export function QualityGauges({ quality }: { quality: Quality }) {
	const { completeness, confidence, present, missing, reasons } = quality;
	return (
		<section aria-labelledby="quality-title">
			<h3 id="quality-title" class="section-title">
				Quality
			</h3>
			<div class="gauges">
				<Gauge label="Completeness" value={completeness} hint="Share of the expected facts that are there" />
				<Gauge
					label="Confidence"
					value={confidence}
					hint="Whether the sources agree and the bytes are sound"
				/>
			</div>
			{reasons.length > 0 && (
				<ul class="reasons">
					{reasons.map(({ effect, text }) => (
						<li key={text} class={`reasons__one reasons__one--${effect}`}>
							<span class="sr-only">{effect === "good" ? "Good: " : "Bad: "}</span>
							{text}
						</li>
					))}
				</ul>
			)}
			<Names title="There" names={present} />
			<Names title="Missing" names={missing} />
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

function Names({ title, names }: { title: string; names: readonly string[] }) {
	if (names.length === 0) return null;
	return (
		<p class="names">
			<span class="names__title">{title}:</span> {names.join(", ")}
		</p>
	);
}
