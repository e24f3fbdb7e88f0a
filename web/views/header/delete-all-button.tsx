import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { headerWords } from "../../words/en/header.ts";
import { useApp } from "../app-context.ts";
import "./delete-all-button.css";

/** Deletes the whole session, after a confirmation. */
export function DeleteAllButton() {
	const { deleteEverything, session, confirmations } = useApp();
	if (!session.hasFiles.value) return null;
	const ask = () =>
		confirmations.ask({
			title: dialogWords.deleteAll,
			text: dialogWords.deleteAllText,
			confirmLabel: dialogWords.deleteAllYes,
			cancelLabel: dialogWords.deleteAllNo,
			onConfirm: deleteEverything,
		});
	const label = headerWords.deleteAll;
	return (
		<button type="button" class="button button--quiet forget" aria-label={label.name} onClick={ask}>
			{label.short} <span class="forget__rest">{label.rest}</span>
		</button>
	);
}
