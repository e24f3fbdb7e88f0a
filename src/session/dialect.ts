import type { Change } from "../protocol/change.ts";
import type { SessionState } from "../protocol/session-state.ts";

/**
 * A seed's own wire contract, spoken over the same frames: a pure map to messages. It holds no state and adds no rule.
 * `key` is the batch that the socket is about, `now` milliseconds since 1970.
 */
export interface Dialect {
	readonly name: string;
	/** What a socket hears first: a greeting, then where things stand, for those who come late. */
	greet(key: string, state: SessionState, now: number): readonly string[];
	/** What one tick says to it. `state` is the state after the tick. */
	translate(key: string, changes: readonly Change[], state: SessionState, now: number): readonly string[];
	/** What a message from the client is answered. */
	hear(text: string, now: number): readonly string[];
	/** What an open socket hears now and then. */
	heartbeat(key: string, now: number): readonly string[];
}
