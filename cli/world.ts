import type { Writable } from "node:stream";
import type { Clock } from "../client/http/clock.ts";
import type { MeterScreen } from "./progress/meter.ts";

/** What the program has of the machine around it. */
export interface World {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	/** Where facts go. */
	readonly stdout: Writable & { readonly isTTY?: boolean };
	/** Where everything else goes. */
	readonly screen: MeterScreen;
	/** Ends what is under way, politely. */
	readonly signal: AbortSignal;
}
