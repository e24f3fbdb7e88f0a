import { useComputed } from "@preact/signals";
import { ordersOfMany } from "../../models/commands/file-orders.ts";
import { useApp } from "../app-context.ts";
import { formatFiles, formatPercent } from "../format.ts";
import { OrderButtons } from "../list/order-buttons.tsx";
import { ProgressBar } from "../list/progress-bar.tsx";
import { formatPace } from "../time-left.ts";
import { bytesOf, stagesOf, titleOf } from "./overall-words.ts";
import "./overall.css";

const LABELS = { pause: "Pause all", resume: "Resume all", retry: "Retry failed", cancel: "Cancel all" };

/** The whole at a glance: one bar, counts, speed, time left, and what can be done with everything. */
export function Overall() {
	const { session, questions } = useApp();
	const { overview, counts } = session;
	const percent = useComputed(() => formatPercent(overview.value.percent));
	const title = useComputed(() => titleOf(overview.value));
	const stages = useComputed(() => stagesOf(overview.value));
	const bytes = useComputed(() => bytesOf(overview.value));
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
