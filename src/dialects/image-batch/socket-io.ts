import { formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { type BatchEvent, eventsOf, standingOf } from "./events.ts";

/*
 * Seed 002 as its own client speaks it, `socket.on("uploadProgress", …)`: Socket.IO 5 over Engine.IO 4, on a WebSocket
 * only (https://socket.io/docs/v4/engine-io-protocol/, https://socket.io/docs/v4/socket-io-protocol/). The first digit
 * of a message is Engine.IO's type, the second Socket.IO's:
 *
 *   0{…} open    2, 3 ping and pong    40 connect    42[…] event    44{…} refused
 *
 * The cursor is the offset of Socket.IO's connection state recovery: its client says it when it comes back.
 */

/** Milliseconds between two pings of ours, as `DIALECT_HEARTBEAT_MS` has it, and how long past it a client still waits. */
const PING_INTERVAL_MS = 30_000;
const PING_TIMEOUT_MS = 30_000;

/** Characters of a message that is read: a `connect` with some data of its own. */
const MAX_HEARD_CHARS = 4096;

function packetsOf(events: readonly BatchEvent[], { epoch, seq }: SessionState): string[] {
	const last = events.length - 1;
	return events.map(({ name, data }, index) => {
		const offset = index === last ? [formatCursor({ epoch, seq })] : [];
		return `42${JSON.stringify([name, data, ...offset])}`;
	});
}

/** Whether a message connects to the one namespace that there is, the main one. */
function isConnect(text: string): boolean {
	return text.startsWith("40") && text[2] !== "/" && text.length <= MAX_HEARD_CHARS;
}

/** Where a `connect` says that its client stands; `undefined` when it says nothing that can be read. */
function offsetIn(text: string): string | undefined {
	try {
		const said: unknown = JSON.parse(text.slice(2));
		const isObject = typeof said === "object" && said !== null && "offset" in said;
		return isObject && typeof said.offset === "string" ? said.offset : undefined;
	} catch {
		return undefined;
	}
}

/** The contract of seed 002, as a map from changes to packets of Socket.IO. */
export const imageBatchIo: Dialect = {
	name: "image-batch-io",

	greet(_key, state) {
		const open = {
			sid: state.epoch,
			upgrades: [],
			pingInterval: PING_INTERVAL_MS,
			pingTimeout: PING_TIMEOUT_MS,
			maxPayload: MAX_HEARD_CHARS,
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
		const events = missed ? eventsOf(key, missed, state, now) : standingOf(key, state, now);
		const connected = `40${JSON.stringify({ sid: state.epoch, pid: state.epoch })}`;
		return [connected, ...packetsOf(events, state)];
	},

	hear(text) {
		if (text === "2") return ["3"];
		const namespace = /^40(\/[^,]{1,100})(,|$)/.exec(text)?.[1];
		return namespace ? [`44${namespace},${JSON.stringify({ message: "Invalid namespace" })}`] : [];
	},

	heartbeat() {
		return ["2"];
	},
};
