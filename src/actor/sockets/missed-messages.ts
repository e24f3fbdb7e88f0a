import type { Change } from "../../protocol/files/change.ts";
import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { Loop } from "../../session/session.ts";
import type { Socket } from "../../session/store/sql.ts";
import { changesSince } from "../../session/stream/changes-since.ts";
import type { Dialect } from "../../session/stream/dialect.ts";

/** `readyState` of an open socket. */
const OPEN = 1;

/** What the deliveries need of the actor. */
export interface DeliveriesPorts {
	/** The open sockets of a dialect. */
	sockets(dialect: string): readonly Socket[];
	/** Where each dialect's clients were told everything, by its name: the number of a frame. */
	told(): Readonly<Record<string, number>>;
	keepTold(told: Readonly<Record<string, number>>): void;
}

/**
 * What happens while no client of a dialect listens is kept for the next one, where its contract promises that. Nothing is
 * stored twice: the journal has it all, and one number says up to where it was delivered. It is written when a client comes
 * and when the last one says goodbye. After a line that broke, or a crash, nobody knows what was heard since it came: that is
 * said again.
 */
export class Deliveries {
	readonly #ports: DeliveriesPorts;

	constructor(ports: DeliveriesPorts) {
		this.#ports = ports;
	}

	/** Takes delivery of what was missed. `besides`: the client's own socket. `undefined` when the journal does not reach back. */
	take(dialect: Dialect, loop: Loop, besides?: Socket): readonly Change[] | undefined {
		loop.flush();
		if (this.#others(dialect, besides)) return [];
		const { epoch } = loop.model.state;
		const cursor: Cursor = { epoch, seq: this.#ports.told()[dialect.name] ?? 0 };
		const missed = changesSince(loop, cursor);
		this.#deliver(dialect, loop);
		return missed;
	}

	/** A client has said goodbye. When it was the last one, what happens from now on is kept. */
	left(dialect: Dialect, loop: Loop, socket: Socket): void {
		if (this.#others(dialect, socket)) return;
		loop.flush();
		this.#deliver(dialect, loop);
	}

	/** Whether somebody else listens. A socket that is closing stays in the platform's list for a while, and hears nothing. */
	#others({ name }: Dialect, besides: Socket | undefined): boolean {
		return this.#ports.sockets(name).some((socket) => socket !== besides && socket.readyState === OPEN);
	}

	#deliver({ name }: Dialect, { model }: Loop): void {
		const told = this.#ports.told();
		if (told[name] !== model.state.seq) this.#ports.keepTold({ ...told, [name]: model.state.seq });
	}
}
