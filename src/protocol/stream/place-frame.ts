import type { Cursor } from "./cursor.ts";
import type { Frame } from "./frame.ts";

/** What a reader does with a frame that arrives. */
export type Placement = "reset" | "apply" | "drop" | "ask-again";

/**
 * The reader's whole rule: a snapshot replaces everything; another epoch, or a gap, means ask again; a frame that was
 * already applied is dropped; the next one is applied.
 */
export function placeFrame(cursor: Cursor | undefined, frame: Frame): Placement {
	if (frame.reset) return cursor?.epoch === frame.epoch && frame.to < cursor.seq ? "drop" : "reset";
	if (cursor === undefined || frame.epoch !== cursor.epoch) return "ask-again";
	// A frame that carries only gauges has from = to; it must not be dropped as already seen.
	if (frame.from === cursor.seq) return "apply";
	return frame.to <= cursor.seq ? "drop" : "ask-again";
}
