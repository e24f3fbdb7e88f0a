import { beforeEach, describe, expect, it } from "vitest";
import { HEARTBEAT_MS } from "../../../../src/protocol/limits.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { STALE_AFTER_MS } from "../../../../web/models/session/connection.ts";
import { chance } from "../../../support/seed.ts";
import { RECOVERY_MS, tabbedBrowser } from "./tabbed-browser.ts";

let { clock, session, Tab, openTabs } = tabbedBrowser();

beforeEach(() => {
	({ clock, session, Tab, openTabs } = tabbedBrowser());
});

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
