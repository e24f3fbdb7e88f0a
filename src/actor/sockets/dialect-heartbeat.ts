import type { Dialect } from "../../session/stream/dialect.ts";
import type { Socket } from "../../session/stream/socket.ts";
import {
	attachmentOf,
	isHeartbeatDue,
	type SocketAttachment,
	sendOrDrop,
} from "../../session/stream/socket-attachment.ts";

/**
 * Sends heartbeats to the sockets of dialects whose contract promises them. When each got its last one is in its attachment: an
 * actor hibernates between two heartbeats and loses its memory.
 */
export class DialectHeartbeat {
	readonly #ctx: DurableObjectState;
	readonly #dialects: ReadonlyMap<string, Dialect>;

	constructor(ctx: DurableObjectState, dialects: ReadonlyMap<string, Dialect>) {
		this.#ctx = ctx;
		this.#dialects = dialects;
	}

	#sockets(): { socket: Socket; attachment: SocketAttachment; dialect: Dialect }[] {
		const beating = [...this.#dialects].filter(([, dialect]) => dialect.heartbeat !== undefined);
		return beating.flatMap(([name, dialect]) =>
			this.#ctx.getWebSockets(name).map((socket) => ({ socket, attachment: attachmentOf(socket), dialect })),
		);
	}

	/** When the socket that has waited longest got its last one, in milliseconds since 1970; `undefined` without sockets. */
	lastSentAt(): number | undefined {
		let last: number | undefined;
		for (const { attachment } of this.#sockets())
			last = Math.min(last ?? Infinity, attachment.heartbeatAt ?? 0);
		return last;
	}

	/** Sends to those that are due. */
	send(now: number): void {
		for (const { socket, attachment, dialect } of this.#sockets()) {
			if (!isHeartbeatDue(attachment, now)) continue;
			for (const text of dialect.heartbeat?.(attachment.key ?? "", now) ?? []) sendOrDrop(socket, text);
			socket.serializeAttachment({ ...attachment, heartbeatAt: now });
		}
	}
}
