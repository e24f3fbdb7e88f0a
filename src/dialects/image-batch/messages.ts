import { formatCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { type BatchEvent, eventsOf, eventsSoFar } from "./events.ts";

/*
 * Seed 002 on a plain WebSocket, `/api/image_batch/progress/:batchId`: each message is `{event, data}`. The last message
 * of a tick has a `cursor`: a reader who reconnects with it as `?after=` gets what it missed and no more.
 */

function messagesOf(events: readonly BatchEvent[], { epoch, seq }: SessionState): string[] {
	const last = events.length - 1;
	return events.map(({ name, data }, index) => {
		const cursor = index === last ? { cursor: formatCursor({ epoch, seq }) } : {};
		return JSON.stringify({ event: name, data, ...cursor });
	});
}

/** The contract of seed 002, as a map from changes to JSON messages. */
export const imageBatch: Dialect = {
	name: "image-batch",

	greet(key, state, now, missed) {
		const events = missed ? eventsOf(key, missed, state, now) : eventsSoFar(key, state, now);
		return messagesOf(events, state);
	},

	translate(key, changes, state, now) {
		return messagesOf(eventsOf(key, changes, state, now), state);
	},

	reply() {
		// The seed's clients only listen.
		return [];
	},

	heartbeat(_key, now) {
		return [JSON.stringify({ event: "heartbeat", data: { timestamp: new Date(now).toISOString() } })];
	},
};
