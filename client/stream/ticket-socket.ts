import type { TicketReply } from "../../src/protocol/http/share.ts";
import { CLOSE } from "../../src/protocol/stream/stream-message.ts";
import type { ApiResult } from "../http/request-json.ts";
import { ABNORMAL_CLOSURE, type SocketLike } from "./stream-socket.ts";

/** Dependencies of a ticket socket. */
export interface TicketSocketDeps {
	createTicket(): ApiResult<TicketReply>;
	/** Opens the real socket; `protocols` go into `Sec-WebSocket-Protocol`. */
	open(path: string, protocols: readonly string[]): SocketLike;
}

/**
 * A socket for a client that has a token and no cookie. A browser sets no headers on a WebSocket, so a single-use ticket is
 * requested first. Until the ticket is there, the socket is silent and drops what is sent; if none comes, the socket is lost.
 */
export function openTicketSocket({ createTicket, open }: TicketSocketDeps, path: string): SocketLike {
	let socket: SocketLike | undefined;
	let isClosed = false;
	let listeners: Parameters<SocketLike["listen"]> | undefined;
	void createTicket().then((answer) => {
		if (isClosed) return;
		if (!answer.ok) {
			const isRevoked = answer.problem.kind === "refused" && answer.problem.status === 401;
			listeners?.[1](isRevoked ? CLOSE.revoked : ABNORMAL_CLOSURE);
			return;
		}
		socket = open(path, answer.value.protocols);
		if (listeners) socket.listen(...listeners);
	});
	return {
		listen(onText, onClose) {
			listeners = [onText, onClose];
			socket?.listen(onText, onClose);
		},
		send: (text) => socket?.send(text),
		close() {
			isClosed = true;
			socket?.close();
		},
	};
}
