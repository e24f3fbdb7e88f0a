import type { Gauges } from "../../protocol/stream/frame.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { SnapshotParts } from "./snapshot.ts";
import type { View } from "./view.ts";

/** Where a stream gets what its reader has missed: the session, or in tests a fake. */
export interface StreamSource {
	readonly state: SessionState;
	/** The session was removed: readers get nothing more. */
	readonly ended: boolean;
	/** Writes the present tick at once, so that nothing falls between what was missed and what comes live. */
	flush(): void;
	/** The gauges of this moment. */
	gauges(): Gauges;
	/** The journal's frames after `seq`, oldest first; `changes` is JSON text. */
	framesAfter(seq: number): readonly { readonly changes: string }[];
	/** UTF-8 bytes of those frames; `undefined` when the journal does not reach back to `seq`. */
	bytesAfter(seq: number): number | undefined;
	/** Everything a view shows of the written state. */
	snapshot(view: View): SnapshotParts;
}
