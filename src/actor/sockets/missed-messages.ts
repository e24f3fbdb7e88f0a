import type { Change } from "../../protocol/files/change.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import { changesSince } from "../../session/stream/catch-up.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { SOCKET_OPEN, type Socket } from "../../session/stream/socket.ts";
import type { StreamSource } from "../../session/stream/stream-source.ts";

/** Where deliveries are remembered, and which sockets are open. */
export interface MissedMessagesDeps {
	/** The sockets of a dialect. */
	sockets(dialect: string): readonly Socket[];
	/** The last frame delivered to each dialect's clients, by the dialect's name. */
	deliveredUpTo(): Readonly<Record<string, number>>;
	saveDeliveredUpTo(deliveredUpTo: Readonly<Record<string, number>>): void;
}

/**
 * What happens while no client of a dialect is connected is kept for the next one, where its contract promises that. Nothing is
 * stored twice: the journal has it all, and one number says how far it was delivered. That number is written when a client
 * comes and when the last one says goodbye. After a lost connection, or a crash, it is unknown what was received since the
 * client came: that is sent again.
 */
export class MissedMessages {
	readonly #deps: MissedMessagesDeps;

	constructor(deps: MissedMessagesDeps) {
		this.#deps = deps;
	}

	/** Delivers what was missed; `undefined` when the journal does not reach back. `own`: the client's own socket. */
	take(dialect: Dialect, source: StreamSource, own?: Socket): readonly Change[] | undefined {
		source.flush();
		if (this.#hasOthers(dialect, own)) return [];
		const { epoch } = source.state;
		const cursor: Cursor = { epoch, seq: this.#deps.deliveredUpTo()[dialect.name] ?? 0 };
		const missed = changesSince(source, cursor);
		this.#saveDelivered(dialect, source);
		return missed;
	}

	/** A client has said goodbye. If it was the last one, what happens from now on is kept. */
	onClose(dialect: Dialect, source: StreamSource, socket: Socket): void {
		if (this.#hasOthers(dialect, socket)) return;
		source.flush();
		this.#saveDelivered(dialect, source);
	}

	#hasOthers({ name }: Dialect, own: Socket | undefined): boolean {
		return this.#deps.sockets(name).some((socket) => socket !== own && socket.readyState === SOCKET_OPEN);
	}

	#saveDelivered({ name }: Dialect, { state }: StreamSource): void {
		const delivered = this.#deps.deliveredUpTo();
		if (delivered[name] !== state.seq) this.#deps.saveDeliveredUpTo({ ...delivered, [name]: state.seq });
	}
}
