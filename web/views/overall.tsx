import { useComputed } from "@preact/signals";
import { useApp } from "./app-context.ts";
import {
	formatByteRate,
	formatBytes,
	formatCount,
	formatFileRate,
	formatFiles,
	formatPercent,
} from "./format.ts";
import "./overall.css";

/** The whole at a glance: one bar, counts and speed. */
export function Overall() {
	const { session } = useApp();
	const { overview, counts } = session;
	const isWorking = useComputed(() => counts.value.working > 0);
	const percent = useComputed(() => formatPercent(overview.value.percent));
	const now = useComputed(() => Math.floor(overview.value.percent));
	const done = useComputed(() => `transform: scaleX(${overview.value.percent / 100})`);
	const failed = useComputed(() => `transform: scaleX(${overview.value.failedShare})`);
	const title = useComputed(() => {
		const { all, working, failed } = counts.value;
		if (working > 0) return `${formatCount(all - working)} of ${formatFiles(all)} finished`;
		return failed === 0
			? `All ${formatFiles(all)} done`
			: `${formatCount(all - failed)} done, ${formatCount(failed)} failed`;
	});
	const stages = useComputed(() => {
		const { sending, waiting, developing } = overview.value;
		return [
			sending > 0 && `${formatCount(sending)} to send`,
			waiting > 0 && `${formatCount(waiting)} waiting`,
			developing > 0 && `${formatCount(developing)} developing`,
		]
			.filter((part) => part !== false)
			.join(" · ");
	});
	const bytes = useComputed(() => {
		const { stored, bytes } = overview.value;
		return stored >= bytes ? formatBytes(bytes) : `${formatBytes(stored)} of ${formatBytes(bytes)}`;
	});
	const speed = useComputed(() => {
		const { bytes, files } = overview.value.speed;
		return [bytes >= 1 && formatByteRate(bytes), files >= 0.05 && formatFileRate(files)]
			.filter((part) => part !== false)
			.join(" · ");
	});
	return (
		<section class="overall" aria-labelledby="overall-title">
			<div class="overall__head">
				<h2 id="overall-title" class="overall__title">
					{title}
				</h2>
				<p class="overall__percent">{percent}</p>
			</div>
			<div
				class="overall__bar"
				role="progressbar"
				aria-labelledby="overall-title"
				aria-valuemin={0}
				aria-valuemax={100}
				aria-valuenow={now}
			>
				<i class="overall__done" style={done} />
				<i class="overall__failed" style={failed} />
			</div>
			<p class="overall__facts">
				<span>{bytes}</span>
				<span>{stages}</span>
				<span class="overall__speed">{isWorking.value && speed}</span>
			</p>
		</section>
	);
}
