import type { TicketReply } from "../../src/protocol/http/share.ts";
import { CLOSE } from "../../src/protocol/stream/stream-message.ts";
import type { Answer } from "../http/request.ts";
import { BROKEN, type SocketLike } from "./stream-socket.ts";

/** What opening a socket with a ticket needs. */
export interface TicketSocketDeps {
	/** Asks for a ticket. */
	ticket(): Answer<TicketReply>;
	open(path: string, protocols: readonly string[]): SocketLike;
}

/**
 * A socket for who has a token and no cookie: a browser lets a page send no header with a socket, so a ticket is asked for
 * first. Until it is there the socket is one that says nothing; without one it is lost.
 */
export function openTicketSocket({ ticket, open }: TicketSocketDeps, path: string): SocketLike {
	let socket: SocketLike | undefined;
	let isClosed = false;
	let told: Parameters<SocketLike["listen"]> | undefined;
	void ticket().then((answer) => {
		if (isClosed) return;
		if (!answer.ok) {
			const isGone = answer.problem.kind === "refused" && answer.problem.status === 401;
			told?.[1](isGone ? CLOSE.revoked : BROKEN);
			return;
		}
		socket = open(path, answer.value.protocols);
		if (told) socket.listen(...told);
	});
	return {
		listen(onText, onClose) {
			told = [onText, onClose];
			socket?.listen(onText, onClose);
		},
		send: (text) => socket?.send(text),
		close() {
			isClosed = true;
			socket?.close();
		},
	};
}
