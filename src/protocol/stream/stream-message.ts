import type { Problem } from "../problem.ts";
import type { AnswerMessage } from "./command-message.ts";
import type { Frame } from "./frame.ts";
import type { RetryWindow } from "./poll-reply.ts";

/** From server to client over a socket, as JSON text. The first is `hello`; then come frames. `pong` (plain text) answers `ping`. */
export type StreamMessage =
	| {
			readonly type: "hello";
			readonly cursor: string;
			readonly at: number;
			readonly retry: RetryWindow;
			/** Set where the server cannot see what a reader has read: then the reader sends an `ack` once a second. */
			readonly acks?: true;
	  }
	/** Replaces the window of `hello`: the session has many more sockets now. */
	| { readonly type: "retry"; readonly retry: RetryWindow }
	| ({ readonly type: "frame" } & Frame)
	| AnswerMessage
	| { readonly type: "problem"; readonly problem: Problem };

/** The text that keeps a socket alive without waking the session, and its answer. */
export const PING = "ping";
export const PONG = "pong";

/** Close codes: 4000–4499 mean reconnect, 4500–4999 mean do not. */
export const CLOSE = {
	/** The reader fell too far behind. */
	slow: 4008,
	/** The token, ticket or share that opened it is no longer valid. */
	revoked: 4501,
	/** A message that could not be read. */
	badMessage: 4502,
	/** The session was deleted or has expired. */
	sessionEnded: 4503,
	/** The session has as many sockets as it may have. */
	tooMany: 4504,
} as const;
