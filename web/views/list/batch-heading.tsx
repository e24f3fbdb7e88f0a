import { type ReadonlySignal, useComputed } from "@preact/signals";
import { allowedBulkActions, NO_ACTIONS } from "../../models/commands/allowed-actions.ts";
import { emptyOverview, type Overview } from "../../models/progress/overview.ts";
import type { BatchView } from "../../models/progress/progress-model.ts";
import { countWords } from "../../words/en/counts.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { formatBytes, formatBytesDone, formatFiles } from "../../words/en/format.ts";
import { rowWords } from "../../words/en/rows.ts";
import { formatPace } from "../../words/en/time-left.ts";
import { useApp } from "../app-context.ts";
import { ShareIcon } from "../icons.tsx";
import { ActionButtons } from "../widgets/action-buttons.tsx";
import { otherCounts } from "../widgets/overall-text.ts";
import { ProgressBar } from "../widgets/progress-bar.tsx";
import "./batch-heading.css";

interface BatchHeadingProps {
	readonly batch: number;
	readonly view: ReadonlySignal<BatchView | undefined>;
	readonly height: number;
}

/** The name and progress of a batch, with the actions for all its files. Sticky above its rows. */
export function BatchHeading({ batch, view, height }: BatchHeadingProps) {
	const overview = useComputed(() => view.value?.overview ?? EMPTY);
	const name = useComputed(() => view.value?.name ?? "");
	const facts = useComputed(() => factsOf(overview.value));
	const pace = useComputed(() => {
		const { counts, pace } = overview.value;
		// A paused batch already says so among its facts.
		return counts.working > 0 ? formatPace(pace, "bytes") : "";
	});
	const isFinished = useComputed(() => overview.value.percent >= 100);
	const className = useComputed(() => (isFinished.value ? "heading heading--over" : "heading"));
	const id = `batch-${batch}`;
	return (
		<div class={className} style={{ height: `${height}px` }}>
			<h3 class="heading__name" id={id} title={name}>
				{name}
			</h3>
			<p class="heading__facts">
				<span>{facts}</span> <span class="heading__pace">{pace}</span>
			</p>
			<BatchActions view={view} overview={overview} />
			<ProgressBar overview={overview} labelledBy={id} thin />
		</div>
	);
}

const EMPTY = emptyOverview();

interface BatchActionsProps {
	readonly view: ReadonlySignal<BatchView | undefined>;
	readonly overview: ReadonlySignal<Overview>;
}

function BatchActions({ view, overview }: BatchActionsProps) {
	const { confirmations, openSharing } = useApp();
	const key = useComputed(() => view.value?.key);
	const isConfirmed = useComputed(() => view.value?.isConfirmed === true);
	const name = useComputed(() => view.value?.name ?? "");
	const allowed = useComputed(() =>
		isConfirmed.value ? allowedBulkActions(overview.value.counts) : NO_ACTIONS,
	);
	const batchKey = key.value;
	if (batchKey === undefined) return null;
	const confirm = (act: () => void) => {
		const { all, done, cancelled } = overview.peek().counts;
		confirmations.ask({
			title: dialogWords.cancelUpload(name.peek()),
			text: dialogWords.cancelText(all - done - cancelled),
			confirmLabel: dialogWords.cancelYes,
			cancelLabel: dialogWords.cancelNo,
			onConfirm: act,
		});
	};
	return (
		<div class="heading__orders">
			<ActionButtons
				allowed={allowed.value}
				target={{ key: batchKey }}
				labels={rowWords.uploadActions}
				targetName={name.value}
				confirm={confirm}
			/>
			{isConfirmed.value && (
				<button
					type="button"
					class="button button--quiet"
					aria-label={rowWords.shareUpload(name.value)}
					title={rowWords.share}
					onClick={() => openSharing(batchKey, name.peek())}
				>
					<ShareIcon />
					<span class="button__text">{rowWords.share}</span>
				</button>
			)}
		</div>
	);
}

function factsOf({ counts, stored, bytes }: Overview): string {
	const { all, done } = counts;
	return [
		done === all ? formatFiles(all) : countWords.doneOf(done, all),
		stored >= bytes ? formatBytes(bytes) : formatBytesDone(stored, bytes),
		...otherCounts(counts),
	].join(" · ");
}
