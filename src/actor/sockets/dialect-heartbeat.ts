import type { Socket } from "../../session/store/sql.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import {
	heartbeatDue,
	type Listener,
	listenerOf,
	sendOrDrop,
} from "../../session/stream/socket-attachment.ts";

/**
 * Tells the open sockets of dialects now and then that they live, where their contract promises it. When each was told
 * last stands in its attachment: an actor sleeps between two heartbeats, and its memory goes.
 */
export class Heartbeat {
	readonly #ctx: DurableObjectState;
	readonly #dialects: ReadonlyMap<string, Dialect>;

	constructor(ctx: DurableObjectState, dialects: ReadonlyMap<string, Dialect>) {
		this.#ctx = ctx;
		this.#dialects = dialects;
	}

	#listeners(): { socket: Socket; listener: Listener; dialect: Dialect }[] {
		const beating = [...this.#dialects].filter(([, dialect]) => dialect.heartbeat !== undefined);
		return beating.flatMap(([name, dialect]) =>
			this.#ctx.getWebSockets(name).map((socket) => ({ socket, listener: listenerOf(socket), dialect })),
		);
	}

	/** When the one was told that has waited longest, in milliseconds since 1970; `undefined` when there is nobody to tell. */
	lastAt(): number | undefined {
		const times = this.#listeners().map(({ listener }) => listener.toldAt ?? 0);
		return times.length === 0 ? undefined : Math.min(...times);
	}

	/** Tells those for whom it is time. */
	beat(now: number): void {
		for (const { socket, listener, dialect } of this.#listeners()) {
			if (!heartbeatDue(listener, now)) continue;
			for (const text of dialect.heartbeat?.(listener.key ?? "", now) ?? []) sendOrDrop(socket, text);
			socket.serializeAttachment({ ...listener, toldAt: now });
		}
	}
}
