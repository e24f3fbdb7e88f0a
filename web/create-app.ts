import { effect, signal } from "@preact/signals";
import { createApi, createRetry, systemClock } from "../client/http.ts";
import { newBatchKey } from "../client/sending.ts";
import { EventStream } from "../client/stream.ts";
import { createAddressBar } from "./edges/browser/address-bar.ts";
import { watchConnectionHints } from "./edges/browser/connection-hints.ts";
import { onNextFrame } from "./edges/browser/frame-scheduler.ts";
import { loadModule } from "./edges/browser/load-module.ts";
import { openEvents, openSocket } from "./edges/browser/open-connection.ts";
import { randomId } from "./edges/browser/random-id.ts";
import { saveText } from "./edges/browser/save-file.ts";
import { afterYield, yieldToLoop } from "./edges/browser/yield-to-loop.ts";
import { takeDrop } from "./edges/drop/dropped-items.ts";
import { createHandlePickers } from "./edges/drop/handle-pickers.ts";
import { createSessionStore } from "./edges/storage/session-store.ts";
import { createSettingsStore } from "./edges/storage/settings-store.ts";
import { openFollowerSocket } from "./edges/tabs/follower-socket.ts";
import { createTabChannel } from "./edges/tabs/tab-channel.ts";
import { createTabLocks } from "./edges/tabs/tab-locks.ts";
import { Confirmations } from "./models/commands/confirmations.ts";
import { FileCommands } from "./models/commands/file-commands.ts";
import { Selection } from "./models/details/selection.ts";
import { Notices } from "./models/notices.ts";
import { Announcer } from "./models/progress/announcements.ts";
import { pageTitle } from "./models/progress/page-title.ts";
import type { SearchModel } from "./models/search/search-model.ts";
import { DropIntake } from "./models/sending/drop-intake.ts";
import { SenderProxy } from "./models/sending/sender-proxy.ts";
import { Connection } from "./models/session/connection.ts";
import type { ConnectionEvent } from "./models/session/connection-log.ts";
import { SessionLifecycle } from "./models/session/session-lifecycle.ts";
import { SessionModel } from "./models/session/session-model.ts";
import { SessionSaver } from "./models/session/session-saver.ts";
import { Settings } from "./models/settings.ts";
import { LeaderElection } from "./models/tabs/leader-election.ts";
import type { App } from "./views/app-context.ts";
import { noticeWords } from "./words/en/notices.ts";

/**
 * Interval in milliseconds at which measured speeds are updated while there is work: they have to fall when nothing
 * arrives.
 */
const TICK_INTERVAL_MS = 1_000;

/**
 * Creates the models and connects them to the browser. Everything that uses browser APIs is created here and passed on.
 */
export function createApp(): App {
	const clock = systemClock;
	const api = createApi({
		fetch: (path, init) => fetch(path, init),
		clock,
		onMutation: () => stream.pollNow(),
	});
	const locks = createTabLocks(navigator.locks);
	const retry = createRetry(clock);
	const online = () => navigator.onLine;
	const newKey = () => newBatchKey(clock);
	const session = new SessionModel(onNextFrame, afterYield, clock.now);
	const connection = new Connection(clock);
	const notices = new Notices(clock);
	const settings = new Settings(createSettingsStore(window));

	const sending = new SenderProxy(async () => {
		const { createSender } = await loadModule(
			{
				load: () => import("./create-sender.ts"),
				loadFrom: (url): Promise<typeof import("./create-sender.ts")> => import(/* @vite-ignore */ url),
				onFailure: () => notices.show(noticeWords.partNotLoaded, "bad"),
			},
			clock,
		);
		return createSender({
			api,
			clock,
			locks,
			retry,
			session,
			connection,
			notices,
			settings,
			newKey,
			online,
			pollNow: () => stream.pollNow(),
			probe: () => stream.probe(),
			sessionEnded: () => lifecycle.sessionEnded(),
		});
	});
	const saver = new SessionSaver({
		store: createSessionStore(indexedDB, yieldToLoop),
		streamed: session.streamed,
		clock,
		yieldToLoop,
		lastMessageAt: () => connection.lastMessageAt,
		newStamp: () => randomId(clock),
		isShared: navigator.locks === undefined,
	});
	const channel = createTabChannel(() => new BroadcastChannel("darkroom"));
	const election: LeaderElection = new LeaderElection({
		channel,
		locks,
		clock,
		streamed: session.streamed,
		connection,
		reconnect: () => stream.reconnect(),
		probe: () => stream.probe(),
		onLeadershipChange: (isLeader) => {
			saver.allowWrites(isLeader);
			if (isLeader) sending.adoptOrphanedCommands();
		},
	});
	const earlyEvents: [ConnectionEvent, number][] = [];
	let logConnection = (event: ConnectionEvent): void => void earlyEvents.push([event, clock.now()]);
	const statistics = () => import("./connection-statistics.ts");
	const openFollower = (path: string) =>
		openFollowerSocket({ channel, clock, session: election.session, id: randomId(clock) }, path);
	const stream: EventStream = new EventStream(
		{
			clock,
			poll: api.poll,
			online,
			openSocket: (path) => (election.isLeading ? openSocket(path) : openFollower(path)),
			openEvents,
		},
		{
			cursor: () => session.cursor(),
			busy: () => session.streamed.hasWork(),
			frame: (frame) => election.deliver(frame),
			state(state) {
				logConnection(state);
				election.streamStateChanged(state);
			},
			lost: () => logConnection("lost"),
			received: (over) => election.messageReceived(over),
			sessionEnded: () => lifecycle.sessionEnded(),
		},
	);
	const lifecycle: SessionLifecycle = new SessionLifecycle({
		api,
		retry,
		locks,
		stream,
		session,
		saver,
		election,
		sending,
		connection,
		notices,
	});
	const selection = new Selection(api, session, createAddressBar(window));
	const announcement = signal("");

	watchConnectionHints(clock, () => {
		stream.check();
		sending.wake();
		retry.wake();
	});
	followPageLifecycle(lifecycle);
	let wasOffline = false;
	connection.state.subscribe((state) => {
		// Whichever connection recovers first wakes the others.
		if (wasOffline && state !== "offline") {
			sending.wake();
			retry.wake();
		}
		wasOffline = state === "offline";
	});
	warnBeforeLeaving(() => sending.hasUnsent.peek());
	announceProgress(session, announcement, clock.now);
	effect(() => session.setHalt(connection.halt.value));
	effect(() => sending.setSpeedLimit(settings.values.value.speedLimit));
	effect(() => {
		document.title = pageTitle(session.counts.value, session.overview.value.percent);
	});
	// Loading it sooner would delay the first paint.
	onNextFrame(() =>
		afterYield(() => {
			void sending.load();
			void statistics().then(({ startConnectionLog }) => {
				logConnection = startConnectionLog(earlyEvents, () => election.isLeading);
			});
		}),
	);
	void lifecycle.start();
	void session.whenConfirmed().then(() => selection.restore());

	let search: SearchModel | undefined;
	const openSearch = (words?: string, within?: string): void => {
		// Synchronously once it is loaded, so that the next keystrokes already go to its field.
		if (search !== undefined) search.open(words, within);
		else
			void import("./open-search.tsx").then(({ createSearch }) => {
				search ??= createSearch(app, { api, clock });
				search.open(words, within);
			});
	};

	const app: App = {
		session,
		connection,
		selection,
		commands: new FileCommands({ sending, session, notices }),
		notices,
		confirmations: new Confirmations(),
		sending,
		settings,
		openSearch,
		openHistory: () =>
			void import("./open-history.tsx").then(({ openHistory }) =>
				openHistory({ session, searchIn: (key) => openSearch(undefined, key) }),
			),
		openLinks: (text) =>
			void import("./open-links.tsx").then(({ openLinks }) =>
				openLinks(
					{
						clock,
						retry,
						notices,
						onSubmitted: () => stream.pollNow(),
						sessionEnded: () => lifecycle.sessionEnded(),
					},
					text,
				),
			),
		announcement,
		intake: new DropIntake({ takeDrop, pickers: createHandlePickers(window), sending, notices }),
		deleteEverything: () => void lifecycle.forget(),
		readStatistics: async () => (await statistics()).readStatistics(),
		openSharing: (key, name) =>
			void import("./open-sharing.tsx").then(({ openSharing }) => openSharing(key, name)),
		readChunks: api.readChunks,
		openText: async (n) => new (await import("./models/details/document-text.ts")).DocumentText(api, n),
		saveText,
	};
	return app;
}

/** Lets another tab lead when this page is left, and rejoins when it comes back from the back/forward cache. */
function followPageLifecycle(lifecycle: SessionLifecycle): void {
	window.addEventListener("pagehide", () => lifecycle.suspend());
	window.addEventListener("pageshow", ({ persisted }) => {
		if (persisted) void lifecycle.resume();
	});
}

/**
 * Asks before the page is closed, but only while bytes are unsent: a permanent handler would disable the back/forward
 * cache.
 */
function warnBeforeLeaving(isUnsent: () => boolean): void {
	window.addEventListener("beforeunload", (event) => {
		if (isUnsent()) event.preventDefault();
	});
}

function announceProgress(session: SessionModel, announcement: { value: string }, now: () => number): void {
	const announcer = new Announcer();
	effect(() => {
		const { counts, percent } = session.overview.value;
		const sentence = announcer.next(now(), { counts, percent });
		if (sentence !== undefined) announcement.value = sentence;
	});
	effect(() => {
		if (!session.isWorking.value) return;
		const timer = setInterval(() => session.tick(), TICK_INTERVAL_MS);
		return () => clearInterval(timer);
	});
}
