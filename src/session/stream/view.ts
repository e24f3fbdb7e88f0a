import type { Change } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { Gauges } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";

/** What a reader may see of a session, and in which form it wants snapshots. */
export interface View {
	/** Snapshots come as outlines, without the details of each file. */
	readonly outline?: true | undefined;
	/** The number of the only batch that may be seen; everything when absent. */
	readonly batch?: number;
	/** When the right to see it ends; milliseconds since 1970. */
	readonly until?: number;
}

/** Every file with all its details. */
export const WHOLE: View = {};

/** The changes that a view shows. `state` is the one after them. */
export function changesIn(state: SessionState, changes: readonly Change[], { batch }: View): Change[] {
	if (batch === undefined) return [...changes];
	return changes.filter((change) => {
		const own = isFileChange(change) ? (change.batch ?? state.files.get(change.file)?.batch) : change.batch;
		return own === batch;
	});
}

/** The gauges that a view shows: of one batch only the bytes of its own files. */
export function gaugesIn(state: SessionState, gauges: Gauges, { batch }: View): Gauges {
	if (batch === undefined) return gauges;
	const stored = Object.entries(gauges.stored ?? {}).filter(
		([file]) => state.files.get(Number(file))?.batch === batch,
	);
	return gauges.stored === undefined ? {} : { stored: Object.fromEntries(stored) };
}
