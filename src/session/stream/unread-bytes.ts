import type { Socket } from "./socket.ts";

/** What was sent to one reader and not acknowledged: the sequence number each message leads to, and its length. */
interface Unacknowledged {
	readonly messages: { readonly seq: number; readonly bytes: number }[];
	bytes: number;
}

/**
 * How many bytes a socket's reader has not read yet. Where the platform does not report it, readers acknowledge; one that
 * never has counts as having read everything.
 */
export class UnreadBytes {
	readonly #sent = new WeakMap<Socket, Unacknowledged>();

	of(socket: Socket): number {
		return socket.bufferedAmount ?? this.#sent.get(socket)?.bytes ?? 0;
	}

	/** A message was sent that takes its reader to `seq`. */
	sent(socket: Socket, seq: number, bytes: number): void {
		const sent = this.#sent.get(socket);
		if (sent === undefined) return;
		sent.messages.push({ seq, bytes });
		sent.bytes += bytes;
	}

	/** The reader has read everything up to `seq`. */
	acknowledge(socket: Socket, seq: number): void {
		if (socket.bufferedAmount !== undefined) return;
		const sent = this.#sent.get(socket) ?? { messages: [], bytes: 0 };
		this.#sent.set(socket, sent);
		while (sent.messages[0] && sent.messages[0].seq <= seq) sent.bytes -= sent.messages.shift()?.bytes ?? 0;
	}
}
