import type { Change } from "../../protocol/files/change.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";

/** What a dialect may use when one of its clients joins. */
export interface JoinContext {
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
	/** What happens while none of its clients is connected is kept: the next one without a cursor gets it. */
	readonly keepsMissed?: boolean;
	/**
	 * A socket's first messages: a greeting, then the present status for those who come late; or what was `missed`, for clients
	 * with a cursor that the journal reaches back to.
	 */
	greet(key: string, state: SessionState, now: number, missed?: readonly Change[]): readonly string[];
	/** The messages of one tick. `state` is the state after it. */
	translate(key: string, changes: readonly Change[], state: SessionState, now: number): readonly string[];
	/**
	 * Where the client must speak first: the answer to its join message, after which the socket gets events; `undefined` for any
	 * other message.
	 */
	join?(text: string, now: number, context: JoinContext): readonly string[] | undefined;
	/** The answer to any other message. */
	reply(text: string, now: number): readonly string[];
	/** Whether a socket has had all its messages and its contract closes it then. */
	isFinished?(key: string, state: SessionState): boolean;
	/** Heartbeat messages, where the contract promises them. Each heartbeat wakes the session. */
	heartbeat?(key: string, now: number): readonly string[];
	/** The answer to a poll, as JSON text; `undefined` for an unknown question. Calling `missed` takes delivery of what was kept. */
	answer?(
		question: string,
		state: SessionState,
		now: number,
		missed: () => readonly Change[] | undefined,
	): string | undefined;
}
