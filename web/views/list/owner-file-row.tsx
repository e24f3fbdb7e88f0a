import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { allowedActions } from "../../models/commands/allowed-actions.ts";
import { useApp } from "../app-context.ts";
import { useFile } from "../use-file.ts";
import { FileRow, type FileRowPlace } from "./file-row.tsx";
import { RowActions } from "./row-actions.tsx";
import { createRowSignals } from "./row-signals.ts";

interface OwnerFileRowProps extends FileRowPlace {
	readonly n: number;
	/** The batch's name. Where it is the file's folder too, rows do not repeat it. */
	readonly folder: ReadonlySignal<string>;
	/** Whether it is the one row in the tab order. */
	readonly isInTabOrder: boolean;
}

/** A row of the owner's list: with buttons to pause, resume, retry and cancel. */
export function OwnerFileRow({ n, folder, isInTabOrder, ...place }: OwnerFileRowProps) {
	const { session, selection, sending } = useApp();
	const file = useFile(session, n);
	const row = useMemo(
		() =>
			createRowSignals(
				file,
				folder,
				(view) => allowedActions(view, sending.canResend(n)),
				session.queue.positions,
			),
		[file, n, session, folder, sending],
	);
	const tabIndex = isInTabOrder ? 0 : -1;
	return (
		<FileRow n={n} row={row} {...place} tabIndex={tabIndex} onOpen={() => selection.select(n)}>
			<RowActions n={n} row={row} tabIndex={tabIndex} />
		</FileRow>
	);
}
