import { DIALECT_HEARTBEAT_MS } from "../../protocol/limits.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import { HEARTBEAT_SLACK_MS, MAX_SOCKET_BACKLOG_BYTES } from "../limits.ts";
import type { Socket } from "./socket.ts";
import type { View } from "./view.ts";

/** What is known of a socket. Kept in the platform's attachment, which survives hibernation; memory does not. */
export interface SocketAttachment {
	/** `stream` speaks frames; any other name is a dialect. */
	readonly dialect: string;
	/** What a reader of frames sees; everything when absent. */
	readonly view?: View;
	/** The position of a reader of one batch, after ticks that were about other batches and not sent to it. */
	readonly at?: number;
	/** Set while a reader of frames is paused because of its backlog: since when, and its cursor. */
	readonly paused?: { readonly since: number; readonly after?: string };
	/** The batch that a dialect's socket is about. */
	readonly key?: string;
	/** When a dialect's socket last got a greeting or a heartbeat; milliseconds since 1970. */
	readonly heartbeatAt?: number;
	/** It gets no events until its client has joined, as its dialect requires. */
	readonly awaitsJoin?: boolean;
}

/** Whether a dialect's socket is due a heartbeat; a little early, so that one wake serves sockets opened at different times. */
export function isHeartbeatDue({ heartbeatAt = 0 }: SocketAttachment, now: number): boolean {
	return now >= heartbeatAt + DIALECT_HEARTBEAT_MS - HEARTBEAT_SLACK_MS;
}

/** A socket's attachment; one without a readable attachment speaks frames. */
export function attachmentOf(socket: Socket): SocketAttachment {
	const attached = socket.deserializeAttachment();
	return typeof attached === "object" && attached !== null && "dialect" in attached
		? (attached as SocketAttachment)
		: { dialect: "stream" };
}

/**
 * Sends to one socket, or closes it as too slow. The platform's `send` never fails and buffers without bound, so a tab that
 * stopped reading would take the memory of everyone else.
 */
export function sendOrDrop(socket: Socket, text: string): void {
	if ((socket.bufferedAmount ?? 0) > MAX_SOCKET_BACKLOG_BYTES) {
		socket.close(CLOSE.slow, "too far behind; come back with your cursor");
		return;
	}
	try {
		socket.send(text);
	} catch {
		// It closed after the platform listed it. Its close handler runs before or after this.
	}
}
