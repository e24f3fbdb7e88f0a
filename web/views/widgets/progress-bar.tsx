import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Overview } from "../../models/progress/overview.ts";
import "./progress-bar.css";

interface ProgressBarProps {
	readonly overview: ReadonlySignal<Overview>;
	/** The id of the element that names the bar. */
	readonly labelledBy: string;
	readonly thin?: boolean;
}

/** A bar of three parts: finished work, ahead of it bytes being sent, and failed files from the right. */
export function ProgressBar({ overview, labelledBy, thin = false }: ProgressBarProps) {
	const now = useComputed(() => Math.floor(overview.value.percent));
	const done = useComputed(() => `transform: scaleX(${overview.value.percent / 100})`);
	const sent = useComputed(() => `transform: scaleX(${overview.value.sentPercent / 100})`);
	const failed = useComputed(() => `transform: scaleX(${overview.value.failedShare})`);
	return (
		<div
			class={thin ? "bar-of bar-of--thin" : "bar-of"}
			role="progressbar"
			aria-labelledby={labelledBy}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={now}
		>
			<i class="bar-of__sent" style={sent} />
			<i class="bar-of__done" style={done} />
			<i class="bar-of__failed" style={failed} />
		</div>
	);
}
