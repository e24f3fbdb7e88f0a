import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { allowedActions } from "../../models/commands/allowed-actions.ts";
import { originalUrl } from "../../models/details/file-urls.ts";
import type { FileView } from "../../models/files/file-group.ts";
import { detailWords } from "../../words/en/details/details.ts";
import { useApp } from "../app-context.ts";
import { ActionButtons } from "../widgets/action-buttons.tsx";

/** Actions for the open file, downloads included. */
export function DetailsActions({ file, details }: { file: FileView; details: FileDetails | undefined }) {
	const { commands, sending, saveText } = useApp();
	const { record } = file;
	const hasBytes = record.stored > 0 || record.state === "completed";
	const allowed = allowedActions(file, sending.canResend(record.n));
	return (
		<div class="details__actions">
			<ActionButtons allowed={allowed} target={{ file: record.n }} labels={detailWords.actions} />
			{details?.facts && (
				<button
					type="button"
					class="button"
					onClick={() =>
						saveText(`${record.name}.json`, JSON.stringify(details, null, "\t"), "application/json")
					}
				>
					{detailWords.downloadJson}
				</button>
			)}
			{hasBytes && (
				<a class="button" href={originalUrl(record.n)} download={record.name}>
					{detailWords.downloadOriginal}
				</a>
			)}
			<button type="button" class="button button--quiet" onClick={() => void commands.remove(record.n)}>
				{detailWords.delete}
			</button>
		</div>
	);
}
