import { formatCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { type BatchEvent, eventsOf, standingOf } from "./events.ts";

/*
 * Seed 002 on a plain WebSocket, `/api/image_batch/progress/:batchId`: each message is `{event, data}`. The last of
 * what belongs together has a `cursor`: a reader who comes back with it as `?after=` hears what it missed and no more.
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
		const events = missed ? eventsOf(key, missed, state, now) : standingOf(key, state, now);
		return messagesOf(events, state);
	},

	translate(key, changes, state, now) {
		return messagesOf(eventsOf(key, changes, state, now), state);
	},

	hear() {
		// The seed's clients only listen.
		return [];
	},

	heartbeat(_key, now) {
		return [JSON.stringify({ event: "heartbeat", data: { timestamp: new Date(now).toISOString() } })];
	},
};
