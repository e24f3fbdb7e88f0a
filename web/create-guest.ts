import { effect, signal } from "@preact/signals";
import { browserClock } from "../client/http/clock.ts";
import { createGuestApi, outlined } from "../client/http/guest-api.ts";
import type { EventSourceLike } from "../client/stream/event-source.ts";
import { EventStream } from "../client/stream/event-stream.ts";
import { openTicketSocket } from "../client/stream/ticket-socket.ts";
import { createBlobAddresses } from "./edges/browser/blob-urls.ts";
import { followAttention } from "./edges/browser/connection-hints.ts";
import { browserPace } from "./edges/browser/frame-scheduler.ts";
import { openSocket } from "./edges/browser/open-connection.ts";
import { saveBlob } from "./edges/browser/save-blob.ts";
import { afterBreath } from "./edges/browser/yield-to-loop.ts";
import { Selection, type SelectionHistory } from "./models/details/selection.ts";
import { Connection } from "./models/session/connection.ts";
import type { Guest } from "./models/session/guest.ts";
import { SessionModel } from "./models/session/session-model.ts";
import { DetailsInSight } from "./models/session/visible-details.ts";

/** Between two looks at the speed while there is work, in milliseconds. */
const TICK_MS = 1_000;

/** The browser's event source sends no header, so a guest without sockets is told by polls. */
const NO_EVENTS: EventSourceLike = { listen: ({ lost }) => queueMicrotask(lost), close() {} };

/** The address bar holds the link, so an open file does not show in it. */
const NO_HISTORY: SelectionHistory = { read: () => undefined, push() {}, back() {}, onChange() {} };

/** Joins models and edges for somebody who may look at one batch, and do nothing else. Nothing is kept in the browser. */
export function createGuest(token: string): Guest {
	const clock = browserClock;
	const api = createGuestApi((path, init) => fetch(path, init), clock, token);
	const session = new SessionModel(browserPace, afterBreath, clock.now);
	const details = new DetailsInSight({ session, clock, list: api.list });
	const connection = new Connection(clock);
	const isOver = signal(false);
	const stream = new EventStream(
		{
			clock,
			poll: api.poll,
			online: () => navigator.onLine,
			openSocket: (path) => openTicketSocket({ ticket: api.ticket, open: openSocket }, outlined(path)),
			openEvents: () => NO_EVENTS,
		},
		{
			cursor: () => session.cursor(),
			busy: () => session.streamed.isUnderWay(),
			frame: (frame) => details.deliver(frame),
			state(state) {
				connection.became(state);
				if (state === "live" || state === "polling") session.streamed.confirm();
			},
			heard: () => connection.heard(),
			sessionEnded() {
				session.clear();
				isOver.value = true;
			},
		},
	);
	followAttention(clock, () => stream.check());
	effect(() => session.halt(connection.halt.value));
	effect(() => {
		if (!session.isWorking.value) return;
		const timer = setInterval(() => session.tick(), TICK_MS);
		return () => clearInterval(timer);
	});
	stream.start();
	return {
		session,
		connection,
		selection: new Selection(api, session, NO_HISTORY),
		isOver,
		details,
		picture: createBlobAddresses(api.picture),
		mayHaveOriginal: api.mayHaveOriginal,
		async save(n) {
			const bytes = await api.original(n);
			if (bytes) saveBlob(session.record(n)?.name ?? `file-${n}`, bytes);
			return bytes !== undefined;
		},
	};
}
