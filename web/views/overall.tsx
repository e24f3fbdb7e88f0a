import { useComputed } from "@preact/signals";
import { ordersOfMany } from "../models/file-orders.ts";
import type { Overview } from "../models/overview.ts";
import { useApp } from "./app-context.ts";
import { formatBytes, formatBytesOf, formatCount, formatFiles, formatPercent } from "./format.ts";
import { OrderButtons } from "./order-buttons.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import { formatPace } from "./time-left.ts";
import "./overall.css";

const LABELS = { pause: "Pause all", resume: "Resume all", retry: "Retry failed", cancel: "Cancel all" };

/** The whole at a glance: one bar, counts, speed, time left, and what can be done with everything. */
export function Overall() {
	const { session, questions } = useApp();
	const { overview, counts } = session;
	const percent = useComputed(() => formatPercent(overview.value.percent));
	const title = useComputed(() => titleOf(overview.value));
	const stages = useComputed(() => {
		const { sending, waiting, developing, counts } = overview.value;
		return [
			sending > 0 && `${formatCount(sending)} to send`,
			waiting > 0 && `${formatCount(waiting)} waiting`,
			developing > 0 && `${formatCount(developing)} developing`,
			counts.paused > 0 && `${formatCount(counts.paused)} paused`,
		]
			.filter((part) => part !== false)
			.join(" · ");
	});
	const bytes = useComputed(() => {
		const { stored, bytes } = overview.value;
		return stored >= bytes ? formatBytes(bytes) : `${formatBytesOf(stored, bytes)} stored`;
	});
	const pace = useComputed(() => formatPace(overview.value.pace, "all"));
	const orders = useComputed(() => ordersOfMany(counts.value));
	const confirm = (act: () => void) => {
		const { all, done, cancelled } = counts.peek();
		questions.ask({
			title: "Cancel everything that is not finished?",
			text: `${formatFiles(all - done - cancelled)} will not be sent or developed, and what is stored of them is deleted. Finished files stay.`,
			yes: "Cancel them",
			no: "Go on",
			act,
		});
	};
	return (
		<section class="overall" aria-labelledby="overall-title">
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
				<div class="overall__orders">
					<OrderButtons orders={orders.value} target="session" labels={LABELS} confirm={confirm} />
				</div>
			</div>
		</section>
	);
}

function titleOf({ counts }: Overview): string {
	const { all, working, paused, wanted, failed, cancelled, done } = counts;
	if (working > 0) return `${formatCount(done + failed + cancelled)} of ${formatFiles(all)} finished`;
	const parts = [
		paused > 0 && `${formatCount(paused)} paused`,
		wanted > 0 && `${formatCount(wanted)} wanted again`,
		failed > 0 && `${formatCount(failed)} failed`,
		cancelled > 0 && `${formatCount(cancelled)} cancelled`,
	].filter((part) => part !== false);
	return parts.length === 0
		? `All ${formatFiles(all)} done`
		: [`${formatCount(done)} done`, ...parts].join(", ");
}
