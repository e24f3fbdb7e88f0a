import { beforeEach, describe, expect, it, test } from "vitest";
import { EventStream } from "../../../../client/stream/event-stream.ts";
import { HEARTBEAT_MS } from "../../../../src/protocol/limits.ts";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { openFollowerSocket } from "../../../../web/edges/tabs/follower-socket.ts";
import { Connection, STALE_AFTER_MS } from "../../../../web/models/session/connection.ts";
import { StreamedState } from "../../../../web/models/session/streamed-state.ts";
import { LeaderElection } from "../../../../web/models/tabs/leader-election.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { chance, property } from "../../../support/seed.ts";
import { FakeTabChannels } from "../../support/fake-channel.ts";
import { FakeTabLocks } from "../../support/fake-tabs.ts";
import { SimulatedSession } from "../../support/simulated-session.ts";

/** Longer than any pause before a tab tries again. */
const RECOVERY_MS = 130_000;

let clock: FakeClock;
let session: SimulatedSession;
let locks: FakeTabLocks;
let channels: FakeTabChannels;
let sockets: number;

beforeEach(() => {
	clock = new FakeClock();
	session = new SimulatedSession(clock);
	locks = new FakeTabLocks();
	channels = new FakeTabChannels(clock);
	sockets = 0;
});

/** A tab of the browser, with the real models over fake edges. */
class Tab {
	readonly streamed = new StreamedState((work) => clock.after(1, work));
	readonly connection = new Connection(clock);
	readonly channel = channels.tab();
	readonly locks = locks.tab();
	ended = 0;
	probes = 0;
	readonly election: LeaderElection = new LeaderElection({
		channel: this.channel,
		locks: this.locks,
		clock,
		streamed: this.streamed,
		connection: this.connection,
		reconnect: () => this.stream.reconnect(),
		probe: () => {
			this.probes++;
			this.stream.probe();
		},
		onLeadershipChange: () => {},
	});
	readonly stream: EventStream = new EventStream(
		{
			clock,
			online: () => true,
			...session.edges,
			openSocket: (path) =>
				this.election.isLeading
					? session.edges.openSocket(path)
					: openFollowerSocket(
							{ channel: this.channel, clock, session: this.election.session, id: `socket ${++sockets}` },
							path,
						),
		},
		{
			cursor: () => this.streamed.cursor(),
			busy: () => this.streamed.hasWork(),
			frame: (frame) => this.election.deliver(frame),
			state: (state) => this.election.streamStateChanged(state),
			received: (over) => this.election.messageReceived(over),
			sessionEnded: () => {
				this.ended++;
			},
		},
	);

	async open(): Promise<this> {
		await this.election.join("mine");
		this.stream.start();
		return this;
	}

	/** The tab is closed normally. */
	close(): void {
		this.election.leave("leaving");
		this.kill();
	}

	/** The tab crashes without a message, but the browser frees its locks, and those it waits for. */
	kill(): void {
		this.channel.kill();
		this.election.leave("leaving");
		this.stream.stop();
		this.locks.close();
	}

	get hash(): string {
		return stateHash(this.streamed.wholeState() ?? emptyState());
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
	it("share one connection to the server and are all live", async () => {
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
		expect(tabs.map(({ election }) => election.isLeading)).toEqual([true, false, false, false]);
	});

	it.each(["close", "kill"] as const)("continue without a gap when the leader is gone (%s)", async (end) => {
		const random = chance(2);
		const tabs = await openTabs(3);
		session.write(random);
		await clock.advance(50);
		tabs.shift()?.[end]();
		session.write(random);
		await clock.advance(5_000);
		expect(tabs.filter(({ election }) => election.isLeading)).toHaveLength(1);
		expect(session.listeners).toBe(1);
		for (const tab of tabs) {
			expect(tab.hash).toBe(stateHash(session.state));
			expect(tab.connection.state.value).toBe("live");
		}
	});

	it("connect themselves while the leader is frozen, and follow again when it resumes", async () => {
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

	it("show the state of the shared connection, and how old the server's last message is", async () => {
		const tabs = await openTabs(2);
		session.socketCondition = session.eventCondition = session.pollCondition = "refused";
		session.cutAll();
		const lost = clock.now();
		await clock.advance(1_000);
		for (const { connection } of tabs) expect(connection.state.value).toBe("offline");
		await clock.advance(STALE_AFTER_MS);
		for (const { connection } of tabs) expect(connection.staleSince.value).toBeLessThanOrEqual(lost);
	});

	it("make a hidden leader check its own connection, so that none of them looks stale", async () => {
		const [leader, follower] = await openTabs(2);
		await clock.advance(HEARTBEAT_MS / 2);
		follower?.stream.check();
		await clock.advance(100);
		expect(leader?.probes).toBe(1);
		expect(follower?.connection.lastMessageAt).toBeGreaterThan(clock.now() - 100);
	});

	it("leave a session that has ended, except the next leader, which learns that from the server", async () => {
		const [leader, next, another] = await openTabs(3);
		leader?.election.leave("ended");
		await clock.advance(100);
		expect([next?.election.isLeading, another?.ended]).toEqual([true, 1]);
	});

	it("receive nothing of another session", async () => {
		const random = chance(4);
		await openTabs(1);
		const stranger = new Tab();
		await stranger.election.join("another");
		stranger.stream.start();
		session.pollCondition = session.eventCondition = "swallowed";
		session.write(random);
		await clock.advance(5_000);
		expect(stranger.streamed.cursor()).toBeUndefined();
	});

	it("each connect themselves if the browser has no locks", async () => {
		const random = chance(5);
		const free = { tryAcquire: async () => () => {}, acquire: async () => () => {} };
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

test("tabs that open, close, crash and freeze all end in the session's state, over one connection", () =>
	property(40, async (random) => {
		clock = new FakeClock();
		session = new SimulatedSession(clock);
		locks = new FakeTabLocks();
		channels = new FakeTabChannels(clock);
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
			} else if (roll < 0.35) session.startNewEpoch();
			else if (roll < 0.4) session.silenceAll();
			await clock.advance(random.below(random.next() < 0.1 ? 40_000 : 1_500));
		}
		for (const tab of frozen) tab.channel.freeze(false);
		for (const tab of tabs) tab.stream.check();
		await clock.advance(RECOVERY_MS);
		session.write(random);
		await clock.advance(100);
		expect(tabs.filter(({ election }) => election.isLeading)).toHaveLength(1);
		expect(session.listeners).toBe(1);
		for (const tab of tabs)
			expect([tab.hash, tab.connection.state.value]).toEqual([stateHash(session.state), "live"]);
	}));
