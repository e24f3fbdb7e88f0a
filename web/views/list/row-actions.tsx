import type { ReadonlySignal } from "@preact/signals";
import { useApp } from "../app-context.ts";
import { CloseIcon, PauseIcon, ResumeIcon, RetryIcon } from "../icons.tsx";
import type { RowSignals } from "./row-signals.ts";

const LABELS = { pause: "Pause", resume: "Resume", retry: "Retry" };

const ICONS = { pause: PauseIcon, resume: ResumeIcon, retry: RetryIcon };

interface RowActionsProps {
	readonly n: number;
	readonly row: RowSignals;
	readonly tabIndex: number;
	readonly name: ReadonlySignal<string>;
}

/** What can be done with one file now, without opening it. Cancelling one file asks nothing: a retry brings it back. */
export function RowActions({ n, row, tabIndex, name }: RowActionsProps) {
	const { commands } = useApp();
	const first = row.order.value;
	const canCancel = row.canCancel.value;
	if (first === undefined && !canCancel) return null;
	const Icon = first && ICONS[first];
	return (
		<div class="row__actions">
			{first && Icon && (
				<button
					type="button"
					class="row__action"
					tabIndex={tabIndex}
					aria-label={`${LABELS[first]} ${name.value}`}
					title={LABELS[first]}
					onClick={() => void commands.order(first, { file: n })}
				>
					<Icon />
				</button>
			)}
			{canCancel && (
				<button
					type="button"
					class="row__action row__action--cancel"
					tabIndex={tabIndex}
					aria-label={`Cancel ${name.value}`}
					title="Cancel"
					onClick={() => void commands.order("cancel", { file: n })}
				>
					<CloseIcon />
				</button>
			)}
		</div>
	);
}
