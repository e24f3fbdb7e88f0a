import type { Writable } from "node:stream";
import type { Clock } from "../client/http.ts";
import type { Screen } from "./progress/meter.ts";

/** What a command uses of the process around it. */
export interface Environment {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	/** Facts and reports go here. */
	readonly stdout: Writable & { readonly isTTY?: boolean };
	/** stderr: progress and messages go here. */
	readonly screen: Screen;
	/** Aborted by the first Ctrl+C: the command should stop and say how to continue. */
	readonly signal: AbortSignal;
}
