import { detailWords } from "../../words/en/details/details.ts";
import { useApp } from "../app-context.ts";
import { EarlierIcon, LaterIcon } from "../icons.tsx";
import { FilePanel } from "./file-panel.tsx";
import { OwnerFileDetails } from "./owner-file-details.tsx";

/** The owner's panel of the open file, with buttons for the previous and the next one. Loaded with the first file opened. */
export function DetailsPanel() {
	const { selection, session } = useApp();
	const step = (by: number) => {
		const n = selection.open.peek();
		const order = session.order.peek();
		const next = n === undefined ? undefined : order[order.indexOf(n) + by];
		if (next !== undefined) selection.select(next);
	};
	const tools = (
		<>
			<button
				type="button"
				class="button button--icon"
				aria-label={detailWords.previousFile}
				onClick={() => step(-1)}
			>
				<EarlierIcon />
			</button>
			<button
				type="button"
				class="button button--icon"
				aria-label={detailWords.nextFile}
				onClick={() => step(1)}
			>
				<LaterIcon />
			</button>
		</>
	);
	return (
		<FilePanel selection={selection} tools={tools}>
			{(n) => <OwnerFileDetails key={n} n={n} />}
		</FilePanel>
	);
}
