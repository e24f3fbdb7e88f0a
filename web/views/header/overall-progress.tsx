import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Overview } from "../../models/progress/overview.ts";
import { formatPercent } from "../../words/en/format.ts";
import { formatPace } from "../../words/en/time-left.ts";
import { bytesOf, stagesOf, titleOf } from "../widgets/overall-text.ts";
import { ProgressBar } from "../widgets/progress-bar.tsx";
import "./overall.css";

interface OverallProgressProps {
	readonly overview: ReadonlySignal<Overview>;
	/** A line above the headline. */
	readonly note?: string;
	/** Bytes of files whose records are not loaded yet: they belong to the total too. */
	readonly unloaded?: ReadonlySignal<Pick<Overview, "stored" | "bytes">>;
	/** Buttons below the bar. */
	readonly children?: ComponentChildren;
}

/** The progress of all files: headline, bar, counts, speed and time left. */
export function OverallProgress({ overview, note, unloaded, children }: OverallProgressProps) {
	const percent = useComputed(() => formatPercent(overview.value.percent));
	const title = useComputed(() => titleOf(overview.value));
	const stages = useComputed(() => stagesOf(overview.value));
	const bytes = useComputed(() => {
		const { stored, bytes } = overview.value;
		const more = unloaded?.value ?? { stored: 0, bytes: 0 };
		return bytesOf({ stored: stored + more.stored, bytes: bytes + more.bytes });
	});
	const pace = useComputed(() => formatPace(overview.value.pace, "all"));
	return (
		<section class="overall" aria-labelledby="overall-title">
			{note !== undefined && <p class="shared-note">{note}</p>}
			<div class="overall__head">
				<h2 id="overall-title" class="overall__title">
					{title}
				</h2>
				<p class="overall__percent">{percent}</p>
			</div>
			<ProgressBar overview={overview} labelledBy="overall-title" />
			<div class="overall__foot">
				<p class="overall__facts">
					<span>{bytes}</span>
					<span>{stages}</span>
					<span class="overall__pace">{pace}</span>
				</p>
				{children}
			</div>
		</section>
	);
}
