import { effect, signal } from "@preact/signals";
import { createGuestApi, systemClock, withOutlineSnapshot } from "../client/http.ts";
import { type EventSourceLike, EventStream, openTicketSocket } from "../client/stream.ts";
import { createBlobUrls } from "./edges/browser/blob-urls.ts";
import { watchConnectionHints } from "./edges/browser/connection-hints.ts";
import { onNextFrame } from "./edges/browser/frame-scheduler.ts";
import { openSocket } from "./edges/browser/open-connection.ts";
import { saveBlob } from "./edges/browser/save-file.ts";
import { afterYield } from "./edges/browser/yield-to-loop.ts";
import { Selection, type SelectionHistory } from "./models/details/selection.ts";
import { Connection } from "./models/session/connection.ts";
import type { GuestPage } from "./models/session/guest-page.ts";
import { SessionModel } from "./models/session/session-model.ts";
import { VisibleDetails } from "./models/session/visible-details.ts";

/** Interval in milliseconds at which measured speeds are updated while there is work. */
const TICK_INTERVAL_MS = 1_000;

/** EventSource cannot send the authorization header, so a guest without WebSockets polls. */
const NO_EVENTS: EventSourceLike = { listen: ({ lost }) => queueMicrotask(lost), close() {} };

/** The URL fragment holds the link's token, so it cannot name the open file. */
const NO_HISTORY: SelectionHistory = { read: () => undefined, push() {}, back() {}, onChange() {} };

/** Creates the models for a guest, who may view one batch and do nothing else. Nothing is stored in the browser. */
export function createGuestPage(token: string): GuestPage {
	const clock = systemClock;
	const api = createGuestApi({ fetch: (path, init) => fetch(path, init), clock }, token);
	const session = new SessionModel(onNextFrame, afterYield, clock.now);
	const details = new VisibleDetails({ session, clock, list: api.listFiles });
	const connection = new Connection(clock);
	const hasEnded = signal(false);
	const stream = new EventStream(
		{
			clock,
			poll: api.poll,
			online: () => navigator.onLine,
			openSocket: (path) =>
				openTicketSocket({ createTicket: api.createTicket, open: openSocket }, withOutlineSnapshot(path)),
			openEvents: () => NO_EVENTS,
		},
		{
			cursor: () => session.cursor(),
			busy: () => session.streamed.hasWork(),
			frame: (frame) => details.deliver(frame),
			state(state) {
				connection.setState(state);
				if (state === "live" || state === "polling") session.streamed.confirm();
			},
			received: () => connection.messageReceived(),
			sessionEnded() {
				session.clear();
				hasEnded.value = true;
			},
		},
	);
	watchConnectionHints(clock, () => stream.check());
	effect(() => session.setHalt(connection.halt.value));
	effect(() => {
		if (!session.isWorking.value) return;
		const timer = setInterval(() => session.tick(), TICK_INTERVAL_MS);
		return () => clearInterval(timer);
	});
	stream.start();
	return {
		session,
		connection,
		selection: new Selection(api, session, NO_HISTORY),
		hasEnded,
		details,
		pictureUrl: createBlobUrls(api.thumbnail),
		maySaveOriginal: api.canReadOriginal,
		async save(n) {
			const bytes = await api.original(n);
			if (bytes) saveBlob(session.record(n)?.name ?? `file-${n}`, bytes);
			return bytes !== undefined;
		},
	};
}
