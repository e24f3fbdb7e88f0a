import type { Socket } from "../store/sql.ts";

/** What was sent to one reader and not acknowledged: where each message led, and its length. */
interface Sent {
	readonly messages: { readonly seq: number; readonly bytes: number }[];
	bytes: number;
}

/**
 * How many bytes a socket has not read. The platform tells; where it does not, readers acknowledge, and one that never
 * did counts as having read everything.
 */
export class Unread {
	readonly #sent = new WeakMap<Socket, Sent>();

	bytesOf(socket: Socket): number {
		return socket.bufferedAmount ?? this.#sent.get(socket)?.bytes ?? 0;
	}

	/** A message was sent that leads its reader to `seq`. */
	sent(socket: Socket, seq: number, bytes: number): void {
		const sent = this.#sent.get(socket);
		if (sent === undefined) return;
		sent.messages.push({ seq, bytes });
		sent.bytes += bytes;
	}

	/** Its reader has read everything up to `seq`. */
	read(socket: Socket, seq: number): void {
		if (socket.bufferedAmount !== undefined) return;
		const sent = this.#sent.get(socket) ?? { messages: [], bytes: 0 };
		this.#sent.set(socket, sent);
		while (sent.messages[0] && sent.messages[0].seq <= seq) sent.bytes -= sent.messages.shift()?.bytes ?? 0;
	}
}
