import { effect, signal } from "@preact/signals";
import { createApi } from "../client/http/api.ts";
import { browserClock } from "../client/http/clock.ts";
import { createPersevere } from "../client/http/retry.ts";
import { newBatchKey } from "../client/sending/batch-key.ts";
import { EventStream } from "../client/stream/event-stream.ts";
import { createAddressBar } from "./edges/browser/address-bar.ts";
import { followAttention } from "./edges/browser/connection-hints.ts";
import { browserPace } from "./edges/browser/frame-scheduler.ts";
import { loadLate } from "./edges/browser/load-module.ts";
import { openEvents, openSocket } from "./edges/browser/open-connection.ts";
import { randomName } from "./edges/browser/random-id.ts";
import { saveText } from "./edges/browser/save-text.ts";
import { afterBreath, breathe } from "./edges/browser/yield-to-loop.ts";
import { takeDrop } from "./edges/drop/dropped-items.ts";
import { createHandlePickers } from "./edges/drop/handle-pickers.ts";
import { createSessionStore } from "./edges/storage/session-store.ts";
import { createSettingsStore } from "./edges/storage/settings-store.ts";
import { openTabLine } from "./edges/tabs/follower-socket.ts";
import { createTabChannel } from "./edges/tabs/tab-channel.ts";
import { createTabLocks } from "./edges/tabs/tab-locks.ts";
import { Questions } from "./models/commands/confirmations.ts";
import { FileCommands } from "./models/commands/file-commands.ts";
import { Selection } from "./models/details/selection.ts";
import { Notices } from "./models/notices.ts";
import { Announcer } from "./models/progress/announcements.ts";
import { titleOf } from "./models/progress/page-title.ts";
import type { Search } from "./models/search/search.ts";
import { Intake } from "./models/sending/drop-intake.ts";
import { Sending } from "./models/sending/sender-proxy.ts";
import { Connection } from "./models/session/connection.ts";
import type { Noted } from "./models/session/connection-log.ts";
import { SessionLife } from "./models/session/session-life.ts";
import { SessionModel } from "./models/session/session-model.ts";
import { SessionKeeper } from "./models/session/session-saver.ts";
import { Settings } from "./models/settings.ts";
import { TabLead } from "./models/tabs/leader-election.ts";
import type { App } from "./views/app-context.ts";

/** Between two looks at the speed while there is work, in milliseconds: it has to sink when nothing arrives. */
const TICK_MS = 1_000;

const UNLOADED =
	"A part of this page could not be loaded. It is tried again; what you drop is sent as soon as it is there.";

/** Joins models and edges. Everything that knows the browser is made here and handed on. */
export function createApp(): App {
	const clock = browserClock;
	const api = createApi({
		fetch: (path, init) => fetch(path, init),
		clock,
		changed: () => stream.rouse(),
	});
	const locks = createTabLocks(navigator.locks);
	const persevere = createPersevere(clock);
	const online = () => navigator.onLine;
	const newKey = () => newBatchKey(clock);
	const session = new SessionModel(browserPace, afterBreath, clock.now);
	const connection = new Connection(clock);
	const notices = new Notices(clock);
	const settings = new Settings(createSettingsStore(window));

	const sending = new Sending(async () => {
		const { createSender } = await loadLate(
			{
				load: () => import("./create-sender.ts"),
				loadFrom: (address): Promise<typeof import("./create-sender.ts")> =>
					import(/* @vite-ignore */ address),
				failed: () => notices.say(UNLOADED, "bad"),
			},
			clock,
		);
		return createSender({
			api,
			clock,
			locks,
			persevere,
			session,
			connection,
			notices,
			settings,
			newKey,
			online,
			rouse: () => stream.rouse(),
			doubt: () => stream.doubt(),
			sessionEnded: () => life.ended(),
		});
	});
	const keeper = new SessionKeeper({
		store: createSessionStore(indexedDB, breathe),
		streamed: session.streamed,
		clock,
		breathe,
		heardAt: () => connection.heardAt,
		newStamp: () => randomName(clock),
		isShared: navigator.locks === undefined,
	});
	const channel = createTabChannel(() => new BroadcastChannel("darkroom"));
	const lead: TabLead = new TabLead({
		channel,
		locks,
		clock,
		streamed: session.streamed,
		connection,
		relocate: () => stream.relocate(),
		doubt: () => stream.doubt(),
		leads: (does) => {
			keeper.mayWrite(does);
			if (does) sending.adopt();
		},
	});
	const early: [Noted, number][] = [];
	let note = (what: Noted): void => void early.push([what, clock.now()]);
	const statistics = () => import("./connection-statistics.ts");
	const openTab = (path: string) =>
		openTabLine({ channel, clock, session: lead.session, name: randomName(clock) }, path);
	const stream: EventStream = new EventStream(
		{
			clock,
			poll: api.poll,
			online,
			openSocket: (path) => (lead.isLeading ? openSocket(path) : openTab(path)),
			openEvents,
		},
		{
			cursor: () => session.cursor(),
			busy: () => session.streamed.isUnderWay(),
			frame: (frame) => lead.deliver(frame),
			state(state) {
				note(state);
				lead.became(state);
			},
			lost: () => note("lost"),
			heard: (over) => lead.heard(over),
			sessionEnded: () => life.ended(),
		},
	);
	const life: SessionLife = new SessionLife({
		api,
		persevere,
		locks,
		stream,
		session,
		keeper,
		lead,
		sending,
		connection,
		notices,
	});
	const selection = new Selection(api, session, createAddressBar(window));
	const spoken = signal("");

	followAttention(clock, () => {
		stream.check();
		sending.wake();
		persevere.wake();
	});
	followLeaving(life);
	let wasOffline = false;
	connection.state.subscribe((state) => {
		// Who hears of the server first tells the other.
		if (wasOffline && state !== "offline") {
			sending.wake();
			persevere.wake();
		}
		wasOffline = state === "offline";
	});
	guardUnsent(() => sending.unsent.peek());
	speak(session, spoken, clock.now);
	effect(() => session.halt(connection.halt.value));
	effect(() => sending.limit(settings.chosen.value.speedLimit));
	effect(() => {
		document.title = titleOf(session.counts.value, session.overview.value.percent);
	});
	// Its code and what it does at once would hold the first paint up.
	browserPace(() =>
		afterBreath(() => {
			void sending.load();
			void statistics().then(({ keepConnectionLog }) => {
				note = keepConnectionLog(early, () => lead.isLeading);
			});
		}),
	);
	void life.start();
	void session.whenKnown().then(() => selection.restore());

	let search: Search | undefined;
	const openSearch = (words?: string, within?: string): void => {
		// At once when it can be: what is typed next is typed into it.
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
		questions: new Questions(),
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
					{ clock, persevere, notices, changed: () => stream.rouse(), ended: () => life.ended() },
					text,
				),
			),
		spoken,
		intake: new Intake({ takeDrop, pickers: createHandlePickers(window), sending, notices }),
		forget: () => void life.forget(),
		readStatistics: async () => (await statistics()).readStatistics(),
		share: (key, name) => void import("./open-sharing.tsx").then(({ openSharing }) => openSharing(key, name)),
		readChunks: api.readChunks,
		openText: async (n) => new (await import("./models/details/document-text.ts")).DocumentText(api, n),
		saveText,
	};
	return app;
}

/** A page that is left lets another tab lead, and comes back if it is shown again. */
function followLeaving(life: SessionLife): void {
	window.addEventListener("pagehide", () => life.rest());
	window.addEventListener("pageshow", ({ persisted }) => {
		if (persisted) void life.wake();
	});
}

/** Asks before the page is closed, only while bytes are unsent: a standing guard would spoil going back quickly. */
function guardUnsent(isUnsent: () => boolean): void {
	window.addEventListener("beforeunload", (event) => {
		if (isUnsent()) event.preventDefault();
	});
}

function speak(session: SessionModel, spoken: { value: string }, now: () => number): void {
	const announcer = new Announcer();
	effect(() => {
		const { counts, percent } = session.overview.value;
		const sentence = announcer.next(now(), { counts, percent });
		if (sentence !== undefined) spoken.value = sentence;
	});
	effect(() => {
		if (!session.isWorking.value) return;
		const timer = setInterval(() => session.tick(), TICK_MS);
		return () => clearInterval(timer);
	});
}
