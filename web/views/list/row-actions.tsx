import { rowWords } from "../../words/en/rows.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon, PauseIcon, ResumeIcon, RetryIcon } from "../icons.tsx";
import type { RowSignals } from "./row-signals.ts";

const ICONS = { pause: PauseIcon, resume: ResumeIcon, retry: RetryIcon };

interface RowActionsProps {
	readonly n: number;
	readonly row: RowSignals;
	readonly tabIndex: number;
}

/** Buttons of one file. Cancelling one file needs no confirmation, because it can be retried. */
export function RowActions({ n, row, tabIndex }: RowActionsProps) {
	const { commands } = useApp();
	const first = row.primaryAction.value;
	const canCancel = row.canCancel.value;
	if (first === undefined && !canCancel) return null;
	const name = row.name.value;
	const labels = rowWords.actions;
	const Icon = first && ICONS[first];
	return (
		<div class="row__actions">
			{first && Icon && (
				<button
					type="button"
					class="row__action"
					tabIndex={tabIndex}
					aria-label={rowWords.actionOn(labels[first], name)}
					title={labels[first]}
					onClick={() => void commands.run(first, { file: n })}
				>
					<Icon />
				</button>
			)}
			{canCancel && (
				<button
					type="button"
					class="row__action row__action--cancel"
					tabIndex={tabIndex}
					aria-label={rowWords.actionOn(labels.cancel, name)}
					title={labels.cancel}
					onClick={() => void commands.run("cancel", { file: n })}
				>
					<CloseIcon />
				</button>
			)}
		</div>
	);
}
