import { formatCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { MAX_CACHED_SNAPSHOT_CHARS } from "../limits.ts";
import { type SnapshotParts, snapshotOf } from "./snapshot.ts";
import type { View } from "./view.ts";

/**
 * The last snapshots of the whole session, valid until the next frame: when all readers reconnect at once, the state is encoded
 * only for the first of them. Snapshots for a share are made for each.
 */
export class SnapshotCache {
	/** The cursor of the cached ones. */
	#at = "";
	#whole: SnapshotParts | undefined;
	#outline: SnapshotParts | undefined;

	/** Everything a view shows of a written state, in the form it asks for. */
	read(state: SessionState, view: View): SnapshotParts {
		if (view.batch !== undefined) return snapshotOf(state, view);
		const at = formatCursor(state);
		if (at !== this.#at) {
			this.#at = at;
			this.#whole = undefined;
			this.#outline = undefined;
		}
		const cached = view.outline ? this.#outline : this.#whole;
		const parts = cached ?? snapshotOf(state, view);
		if (parts.changes.length > MAX_CACHED_SNAPSHOT_CHARS) return parts;
		if (view.outline) this.#outline = parts;
		else this.#whole = parts;
		return parts;
	}
}
