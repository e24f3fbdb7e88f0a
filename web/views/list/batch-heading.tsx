import { type ReadonlySignal, useComputed } from "@preact/signals";
import { NO_ORDERS, ordersOfMany } from "../../models/commands/file-orders.ts";
import { noOverview, type Overview } from "../../models/progress/overview.ts";
import type { BatchView } from "../../models/progress/progress.ts";
import { useApp } from "../app-context.ts";
import { formatBytes, formatBytesOf, formatCount, formatFiles } from "../format.ts";
import { ShareIcon } from "../icons.tsx";
import { formatPace } from "../time-left.ts";
import { OrderButtons } from "./order-buttons.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import "./batch-heading.css";

const LABELS = { pause: "Pause", resume: "Resume", retry: "Retry failed", cancel: "Cancel" };

interface BatchHeadingProps {
	readonly batch: number;
	readonly view: ReadonlySignal<BatchView | undefined>;
	readonly height: number;
}

/** A batch at a glance: its name, how far it is, and what can be done with all of it. It stays in sight above its rows. */
export function BatchHeading({ batch, view, height }: BatchHeadingProps) {
	const overview = useComputed(() => view.value?.overview ?? NOTHING);
	const name = useComputed(() => view.value?.name ?? "");
	const facts = useComputed(() => factsOf(overview.value));
	const pace = useComputed(() => {
		const { counts, pace } = overview.value;
		// That it is paused stands among its facts.
		return counts.working > 0 ? formatPace(pace, "bytes") : "";
	});
	const isOver = useComputed(() => overview.value.percent >= 100);
	const look = useComputed(() => (isOver.value ? "heading heading--over" : "heading"));
	const id = `batch-${batch}`;
	return (
		<div class={look} style={{ height: `${height}px` }}>
			<h3 class="heading__name" id={id} title={name}>
				{name}
			</h3>
			<p class="heading__facts">
				<span>{facts}</span> <span class="heading__pace">{pace}</span>
			</p>
			<BatchOrders view={view} overview={overview} />
			<ProgressBar overview={overview} labelledBy={id} thin />
		</div>
	);
}

const NOTHING = noOverview();

interface BatchOrdersProps {
	readonly view: ReadonlySignal<BatchView | undefined>;
	readonly overview: ReadonlySignal<Overview>;
}

function BatchOrders({ view, overview }: BatchOrdersProps) {
	const { questions, share } = useApp();
	const key = useComputed(() => view.value?.key);
	const isKnown = useComputed(() => view.value?.isKnown === true);
	const name = useComputed(() => view.value?.name ?? "");
	const orders = useComputed(() => (isKnown.value ? ordersOfMany(overview.value.counts) : NO_ORDERS));
	const known = key.value;
	if (known === undefined) return null;
	const confirm = (act: () => void) => {
		const { all, done, cancelled } = overview.peek().counts;
		questions.ask({
			title: `Cancel what is left of ${name.peek()}?`,
			text: `${formatFiles(all - done - cancelled)} will not be sent or developed, and what is stored of them is deleted. Finished files stay.`,
			yes: "Cancel them",
			no: "Go on",
			act,
		});
	};
	return (
		<div class="heading__orders">
			<OrderButtons
				orders={orders.value}
				target={{ key: known }}
				labels={LABELS}
				about={name.value}
				confirm={confirm}
			/>
			{isKnown.value && (
				<button
					type="button"
					class="button button--quiet"
					aria-label={`Share ${name.value}`}
					title="Share"
					onClick={() => share(known, name.peek())}
				>
					<ShareIcon />
					<span class="button__text">Share</span>
				</button>
			)}
		</div>
	);
}

function factsOf({ counts, stored, bytes }: Overview): string {
	const { all, done, failed, cancelled, paused, wanted } = counts;
	const parts = [
		done === all ? formatFiles(all) : `${formatCount(done)} of ${formatFiles(all)}`,
		stored >= bytes ? formatBytes(bytes) : formatBytesOf(stored, bytes),
		paused > 0 && `${formatCount(paused)} paused`,
		wanted > 0 && `${formatCount(wanted)} wanted`,
		failed > 0 && `${formatCount(failed)} failed`,
		cancelled > 0 && `${formatCount(cancelled)} cancelled`,
	];
	return parts.filter((part) => part !== false).join(" · ");
}
