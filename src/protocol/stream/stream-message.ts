import type { Problem } from "../problem.ts";
import type { AnswerMessage } from "./command-message.ts";
import type { Frame } from "./frame.ts";
import type { RetryWindow } from "./poll-reply.ts";

/** Down the socket, in JSON text. The first is `hello`; then come frames. `pong` (bare text) answers `ping`. */
export type StreamMessage =
	| {
			readonly type: "hello";
			readonly cursor: string;
			readonly at: number;
			readonly retry: RetryWindow;
			/** Set where the server cannot tell whether a reader reads: it is to acknowledge what it read, once a second. */
			readonly acks?: true;
	  }
	/** Another window than the one of `hello`: the session has become a crowd. */
	| { readonly type: "retry"; readonly retry: RetryWindow }
	| ({ readonly type: "frame" } & Frame)
	| AnswerMessage
	| { readonly type: "problem"; readonly problem: Problem };

/** The text that keeps a socket alive without waking the session, and its answer. */
export const PING = "ping";
export const PONG = "pong";

/** Close codes: 4000–4499 mean come back, 4500–4999 mean do not. */
export const CLOSE = {
	/** The reader fell too far behind. */
	slow: 4008,
	/** The token, ticket or share that opened it no longer counts. */
	revoked: 4501,
	/** A message that could not be read. */
	badMessage: 4502,
	/** The session was deleted or has expired. */
	sessionEnded: 4503,
	/** The session already holds as many sockets as it may. */
	tooMany: 4504,
} as const;
