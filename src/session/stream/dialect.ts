import type { Change } from "../../protocol/files/change.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";

/** What a dialect may see when one of its clients joins. */
export interface Glimpse {
	/** The batch that the socket is about. */
	readonly key: string;
	readonly state: SessionState;
	/** All changes after a cursor; `undefined` when the journal does not reach back there. */
	since(cursor: Cursor | undefined): readonly Change[] | undefined;
}

/**
 * A seed's own wire contract, spoken over the same frames: a pure map to messages. It holds no state and adds no rule.
 * `key` is the batch that the socket is about, `now` milliseconds since 1970.
 */
export interface Dialect {
	readonly name: string;
	/** What happens while none of its clients listens is kept: the next one that comes without a cursor has missed it. */
	readonly keeps?: boolean;
	/**
	 * What a socket hears first: a greeting, then where things stand, for those who come late; or what was `missed`, for
	 * those who said where they stood and the journal reaches back there.
	 */
	greet(key: string, state: SessionState, now: number, missed?: readonly Change[]): readonly string[];
	/** What one tick says to it. `state` is the state after the tick. */
	translate(key: string, changes: readonly Change[], state: SessionState, now: number): readonly string[];
	/**
	 * Where the client speaks first: what the message is answered after which its socket hears what happens; `undefined`
	 * when it is another message.
	 */
	join?(text: string, now: number, glimpse: Glimpse): readonly string[] | undefined;
	/** What any other message from the client is answered. */
	hear(text: string, now: number): readonly string[];
	/** Whether a socket has heard all it ever will, where its contract closes it then. */
	over?(key: string, state: SessionState): boolean;
	/** What an open socket hears now and then, where the contract promises it: each wakes the session. */
	heartbeat?(key: string, now: number): readonly string[];
	/**
	 * What a poll is answered, as JSON text; `undefined` when it is none of its questions. Calling `missed` takes delivery
	 * of what was kept.
	 */
	answer?(
		question: string,
		state: SessionState,
		now: number,
		missed: () => readonly Change[] | undefined,
	): string | undefined;
}
