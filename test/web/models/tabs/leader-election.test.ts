import { beforeEach, describe, expect, it, test } from "vitest";
import { EventStream } from "../../../../client/stream/event-stream.ts";
import { HEARTBEAT_MS } from "../../../../src/protocol/limits.ts";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { openTabLine } from "../../../../web/edges/tabs/follower-socket.ts";
import { Connection, STALE_MS } from "../../../../web/models/session/connection.ts";
import { StreamedState } from "../../../../web/models/session/streamed-state.ts";
import { TabLead } from "../../../../web/models/tabs/leader-election.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { chance, property } from "../../../support/seed.ts";
import { FakeChannels } from "../../support/fake-channel.ts";
import { FakeLocks } from "../../support/fake-tabs.ts";
import { SimulatedSession } from "../../support/simulated-session.ts";

/** Longer than any pause that a tab makes before it tries again. */
const RECOVERY_MS = 130_000;

let clock: FakeClock;
let session: SimulatedSession;
let locks: FakeLocks;
let channels: FakeChannels;
let lines: number;

beforeEach(() => {
	clock = new FakeClock();
	session = new SimulatedSession(clock);
	locks = new FakeLocks();
	channels = new FakeChannels(clock);
	lines = 0;
});

/** A tab of the browser, with the real models and edges over fake ones. */
class Tab {
	readonly streamed = new StreamedState((work) => clock.after(1, work));
	readonly connection = new Connection(clock);
	readonly channel = channels.tab();
	readonly locks = locks.tab();
	ended = 0;
	doubts = 0;
	readonly lead: TabLead = new TabLead({
		channel: this.channel,
		locks: this.locks,
		clock,
		streamed: this.streamed,
		connection: this.connection,
		relocate: () => this.stream.relocate(),
		doubt: () => {
			this.doubts++;
			this.stream.doubt();
		},
		leads: () => {},
	});
	readonly stream: EventStream = new EventStream(
		{
			clock,
			online: () => true,
			...session.edges,
			openSocket: (path) =>
				this.lead.isLeading
					? session.edges.openSocket(path)
					: openTabLine(
							{ channel: this.channel, clock, session: this.lead.session, name: `line ${++lines}` },
							path,
						),
		},
		{
			cursor: () => this.streamed.cursor(),
			busy: () => this.streamed.isUnderWay(),
			frame: (frame) => this.lead.deliver(frame),
			state: (state) => this.lead.became(state),
			heard: (over) => this.lead.heard(over),
			sessionEnded: () => {
				this.ended++;
			},
		},
	);

	async open(): Promise<this> {
		await this.lead.begin("mine");
		this.stream.start();
		return this;
	}

	/** The tab is closed in an orderly way. */
	close(): void {
		this.lead.end("leaving");
		this.kill();
	}

	/** The tab crashes: not a word, but the browser frees its locks, and those that it waits for. */
	kill(): void {
		this.channel.kill();
		this.lead.end("leaving");
		this.stream.stop();
		this.locks.close();
	}

	get hash(): string {
		return stateHash(this.streamed.settled() ?? emptyState());
	}
}

async function openTabs(count: number): Promise<Tab[]> {
	const tabs: Tab[] = [];
	for (let tab = 0; tab < count; tab++) {
		tabs.push(await new Tab().open());
		await clock.advance(100);
	}
	return tabs;
}

describe("several tabs", () => {
	it("have one connection to the server, and all of them are live", async () => {
		const random = chance(1);
		const tabs = await openTabs(4);
		for (let frame = 0; frame < 30; frame++) {
			session.write(random);
			await clock.advance(50);
		}
		expect(session.listeners).toBe(1);
		for (const tab of tabs) {
			expect(tab.hash).toBe(stateHash(session.state));
			expect(tab.connection.state.value).toBe("live");
		}
		expect(tabs.map(({ lead }) => lead.isLeading)).toEqual([true, false, false, false]);
	});

	it.each(["close", "kill"] as const)(
		"go on without a gap when the leading one is gone (%s)",
		async (end) => {
			const random = chance(2);
			const tabs = await openTabs(3);
			session.write(random);
			await clock.advance(50);
			tabs.shift()?.[end]();
			session.write(random);
			await clock.advance(5_000);
			expect(tabs.filter(({ lead }) => lead.isLeading)).toHaveLength(1);
			expect(session.listeners).toBe(1);
			for (const tab of tabs) {
				expect(tab.hash).toBe(stateHash(session.state));
				expect(tab.connection.state.value).toBe("live");
			}
		},
	);

	it("ask for themselves while the leading one is frozen, and follow again when it thaws", async () => {
		const random = chance(3);
		const [leader, follower] = await openTabs(2);
		leader?.channel.freeze(true);
		session.write(random);
		follower?.stream.check();
		await clock.advance(5_000);
		expect(follower?.hash).toBe(stateHash(session.state));
		expect(follower?.connection.state.value).not.toBe("offline");
		leader?.channel.freeze(false);
		await clock.advance(RECOVERY_MS);
		session.write(random);
		await clock.advance(100);
		expect([leader?.hash, follower?.hash]).toEqual([stateHash(session.state), stateHash(session.state)]);
		expect(session.listeners).toBe(1);
	});

	it("show the state of the line that they share, and how old the server's last word is", async () => {
		const tabs = await openTabs(2);
		session.socketWeather = session.eventWeather = session.pollWeather = "refused";
		session.cutAll();
		const lost = clock.now();
		await clock.advance(1_000);
		for (const { connection } of tabs) expect(connection.state.value).toBe("offline");
		await clock.advance(STALE_MS);
		for (const { connection } of tabs) expect(connection.staleSince.value).toBeLessThanOrEqual(lost);
	});

	it("make the leading one ask its own line, so that none looks stale because that one is hidden", async () => {
		const [leader, follower] = await openTabs(2);
		await clock.advance(HEARTBEAT_MS / 2);
		follower?.stream.check();
		await clock.advance(100);
		expect(leader?.doubts).toBe(1);
		expect(follower?.connection.heardAt).toBeGreaterThan(clock.now() - 100);
	});

	it("leave a session that has ended, but for the next that leads: the server tells that one itself", async () => {
		const [leader, next, another] = await openTabs(3);
		leader?.lead.end("ended");
		await clock.advance(100);
		expect([next?.lead.isLeading, another?.ended]).toEqual([true, 1]);
	});

	it("hear nothing of a session that is not theirs", async () => {
		const random = chance(4);
		await openTabs(1);
		const stranger = new Tab();
		await stranger.lead.begin("another");
		stranger.stream.start();
		session.pollWeather = session.eventWeather = "swallowed";
		session.write(random);
		await clock.advance(5_000);
		expect(stranger.streamed.cursor()).toBeUndefined();
	});

	it("each ask for themselves where the browser has no locks", async () => {
		const random = chance(5);
		const free = { tryTake: async () => () => {}, take: async () => () => {} };
		const tabs = [new Tab(), new Tab()];
		for (const tab of tabs) {
			Object.assign(tab.locks, free);
			await tab.open();
			await clock.advance(100);
		}
		session.write(random);
		await clock.advance(100);
		expect(session.listeners).toBe(2);
		for (const tab of tabs) expect(tab.hash).toBe(stateHash(session.state));
	});
});

test("tabs that open, close, crash and freeze all end where the session is, over one connection", () =>
	property(40, async (random) => {
		clock = new FakeClock();
		session = new SimulatedSession(clock);
		locks = new FakeLocks();
		channels = new FakeChannels(clock);
		const tabs = await openTabs(2);
		const frozen = new Set<Tab>();
		for (let step = 0; step < 40; step++) {
			clock.chance = random.next();
			if (random.next() < 0.6) session.write(random);
			const roll = random.next();
			const tab = random.pick(tabs);
			if (roll < 0.1 && tabs.length < 5) tabs.push(await new Tab().open());
			else if (roll < 0.2 && tab && tabs.length > 1) {
				tabs.splice(tabs.indexOf(tab), 1);
				frozen.delete(tab);
				if (random.next() < 0.5) tab.close();
				else tab.kill();
			} else if (roll < 0.3 && tab) {
				if (frozen.delete(tab)) tab.channel.freeze(false);
				else {
					frozen.add(tab);
					tab.channel.freeze(true);
				}
			} else if (roll < 0.35) session.beginAnew();
			else if (roll < 0.4) session.swallowAll();
			await clock.advance(random.below(random.next() < 0.1 ? 40_000 : 1_500));
		}
		for (const tab of frozen) tab.channel.freeze(false);
		for (const tab of tabs) tab.stream.check();
		await clock.advance(RECOVERY_MS);
		session.write(random);
		await clock.advance(100);
		expect(tabs.filter(({ lead }) => lead.isLeading)).toHaveLength(1);
		expect(session.listeners).toBe(1);
		for (const tab of tabs)
			expect([tab.hash, tab.connection.state.value]).toEqual([stateHash(session.state), "live"]);
	}));
