import { DIALECT_HEARTBEAT_MS } from "../../protocol/limits.ts";
import { formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { type BatchEvent, eventsOf, eventsSoFar } from "./events.ts";

/*
 * Seed 002 as its own client speaks it, `socket.on("uploadProgress", …)`: Socket.IO 5 over Engine.IO 4, on a WebSocket
 * only (https://socket.io/docs/v4/engine-io-protocol/, https://socket.io/docs/v4/socket-io-protocol/). The first digit
 * of a message is Engine.IO's type, the second Socket.IO's:
 *
 *   0{…} open    2, 3 ping and pong    40 connect    42[…] event    44{…} refused
 *
 * The cursor is the offset of Socket.IO's connection state recovery: the client sends it when it reconnects.
 */

/** Milliseconds that a client waits beyond the ping interval before it gives the connection up. */
const PING_TIMEOUT_MS = 30_000;

/** Longest message that is read, in characters: a `connect` with some data of the client's own. */
const MAX_MESSAGE_CHARS = 4096;

function packetsOf(events: readonly BatchEvent[], { epoch, seq }: SessionState): string[] {
	const last = events.length - 1;
	return events.map(({ name, data }, index) => {
		const offset = index === last ? [formatCursor({ epoch, seq })] : [];
		return `42${JSON.stringify([name, data, ...offset])}`;
	});
}

/** Whether a message connects to the main namespace, the only one there is. */
function isConnect(text: string): boolean {
	return text.startsWith("40") && text[2] !== "/" && text.length <= MAX_MESSAGE_CHARS;
}

/** The offset that a `connect` carries; `undefined` when there is none that can be read. */
function offsetIn(text: string): string | undefined {
	try {
		const data: unknown = JSON.parse(text.slice(2));
		const isObject = typeof data === "object" && data !== null && "offset" in data;
		return isObject && typeof data.offset === "string" ? data.offset : undefined;
	} catch {
		return undefined;
	}
}

/** The contract of seed 002, as a map from changes to Socket.IO packets. */
export const imageBatchIo: Dialect = {
	name: "image-batch-io",

	greet(_key, state) {
		const open = {
			sid: state.epoch,
			upgrades: [],
			pingInterval: DIALECT_HEARTBEAT_MS,
			pingTimeout: PING_TIMEOUT_MS,
			maxPayload: MAX_MESSAGE_CHARS,
		};
		return [`0${JSON.stringify(open)}`];
	},

	translate(key, changes, state, now) {
		return packetsOf(eventsOf(key, changes, state, now), state);
	},

	join(text, now, { key, state, since }) {
		if (!isConnect(text)) return undefined;
		const offset = offsetIn(text);
		const missed = offset === undefined ? undefined : since(parseCursor(offset));
		const events = missed ? eventsOf(key, missed, state, now) : eventsSoFar(key, state, now);
		const connected = `40${JSON.stringify({ sid: state.epoch, pid: state.epoch })}`;
		return [connected, ...packetsOf(events, state)];
	},

	reply(text) {
		if (text === "2") return ["3"];
		const namespace = /^40(\/[^,]{1,100})(,|$)/.exec(text)?.[1];
		return namespace ? [`44${namespace},${JSON.stringify({ message: "Invalid namespace" })}`] : [];
	},

	heartbeat() {
		return ["2"];
	},
};
