import { formatCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { MAX_KEPT_SNAPSHOT_CHARS } from "../limits.ts";
import { type SnapshotParts, snapshotOf } from "./snapshot.ts";
import type { View } from "./view.ts";

/**
 * Snapshots of the whole session as they were told last, until the next frame makes them old: when all who had lost their
 * line come back at once, the state is written out for the first of them only. What a share sees is made for each.
 */
export class KeptSnapshots {
	/** Where the kept ones stand. */
	#at = "";
	#whole: SnapshotParts | undefined;
	#outline: SnapshotParts | undefined;

	/** Everything that a view sees of a state that is written, in the form that it wants. */
	read(state: SessionState, view: View): SnapshotParts {
		if (view.batch !== undefined) return snapshotOf(state, view);
		const at = formatCursor(state);
		if (at !== this.#at) {
			this.#at = at;
			this.#whole = undefined;
			this.#outline = undefined;
		}
		const kept = view.outline ? this.#outline : this.#whole;
		const parts = kept ?? snapshotOf(state, view);
		if (parts.changes.length > MAX_KEPT_SNAPSHOT_CHARS) return parts;
		if (view.outline) this.#outline = parts;
		else this.#whole = parts;
		return parts;
	}
}
