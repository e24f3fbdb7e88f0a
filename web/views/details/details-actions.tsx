import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { ordersOf } from "../../models/commands/file-orders.ts";
import { originalAddress } from "../../models/details/file-urls.ts";
import type { FileView } from "../../models/list/file-group.ts";
import { useApp } from "../app-context.ts";
import { OrderButtons } from "../list/order-buttons.tsx";

const LABELS = { pause: "Pause", resume: "Resume", retry: "Retry", cancel: "Cancel" };

/** What can be done with one file. */
export function DetailsActions({ file, details }: { file: FileView; details: FileDetails | undefined }) {
	const { commands, sending, saveText } = useApp();
	const { record } = file;
	const hasBytes = record.stored > 0 || record.state === "completed";
	const orders = ordersOf(file, sending.canResend(record.n));
	return (
		<div class="details__actions">
			<OrderButtons orders={orders} target={{ file: record.n }} labels={LABELS} />
			{details?.facts && (
				<button
					type="button"
					class="button"
					onClick={() =>
						saveText(`${record.name}.json`, JSON.stringify(details, null, "\t"), "application/json")
					}
				>
					Download JSON
				</button>
			)}
			{hasBytes && (
				<a class="button" href={originalAddress(record.n)} download={record.name}>
					Download original
				</a>
			)}
			<button type="button" class="button button--quiet" onClick={() => void commands.remove(record.n)}>
				Delete
			</button>
		</div>
	);
}
