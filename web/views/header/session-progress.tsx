import { useComputed } from "@preact/signals";
import { allowedBulkActions } from "../../models/commands/allowed-actions.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { headerWords } from "../../words/en/header.ts";
import { useApp } from "../app-context.ts";
import { ActionButtons } from "../widgets/action-buttons.tsx";
import { OverallProgress } from "./overall-progress.tsx";

/** The progress of the owner's files, with the actions for all of them. */
export function SessionProgress() {
	const { session, confirmations } = useApp();
	const { counts } = session;
	const allowed = useComputed(() => allowedBulkActions(counts.value));
	const confirm = (act: () => void) => {
		const { all, done, cancelled } = counts.peek();
		confirmations.ask({
			title: dialogWords.cancelAll,
			text: dialogWords.cancelText(all - done - cancelled),
			confirmLabel: dialogWords.cancelYes,
			cancelLabel: dialogWords.cancelNo,
			onConfirm: act,
		});
	};
	return (
		<OverallProgress overview={session.overview}>
			<div class="overall__orders">
				<ActionButtons
					allowed={allowed.value}
					target="session"
					labels={headerWords.actions}
					confirm={confirm}
				/>
			</div>
		</OverallProgress>
	);
}
