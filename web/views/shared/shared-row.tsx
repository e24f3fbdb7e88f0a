import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { NO_ACTIONS } from "../../models/commands/allowed-actions.ts";
import type { GuestPage } from "../../models/session/guest-page.ts";
import { FileRow, type FileRowPlace } from "../list/file-row.tsx";
import { createRowSignals } from "../list/row-signals.ts";
import { useFile } from "../use-file.ts";

interface SharedRowProps extends FileRowPlace {
	readonly n: number;
	readonly guest: GuestPage;
}

const NO_FOLDER = signal("");

/** A guest's row: without actions. The file's details are loaded while the row is in sight. */
export function SharedRow({ n, guest, ...place }: SharedRowProps) {
	const { session, selection, details } = guest;
	const file = useFile(session, n);
	const row = useMemo(
		() => createRowSignals(file, NO_FOLDER, () => NO_ACTIONS, session.queue.positions),
		[file, session],
	);
	useEffect(() => {
		details.show(n);
		return () => details.hide(n);
	}, [n, details]);
	return (
		<FileRow n={n} row={row} {...place} fetchPicture={guest.pictureUrl} onOpen={() => selection.select(n)} />
	);
}
