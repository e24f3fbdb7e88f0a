import type { Change } from "../../protocol/files/change.ts";
import type { Gauges } from "../../protocol/stream/frame.ts";

/** One tick as readers get it: the frames that the journal wrote, and the changes in them for readers that need each one. */
export interface Tick {
	readonly epoch: string;
	readonly from: number;
	/** When a tick without frames was published; frames carry their own time. Milliseconds since 1970. */
	readonly at?: number;
	/** Empty when only gauges have changed. `changes` is JSON text, sent as it is. */
	readonly frames: readonly { readonly seq: number; readonly at: number; readonly changes: string }[];
	readonly changes: readonly Change[];
	readonly gauges: Gauges;
}
