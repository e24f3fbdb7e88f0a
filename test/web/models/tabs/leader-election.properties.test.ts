import { expect, test } from "vitest";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { property } from "../../../support/seed.ts";
import { type BrowserTab, RECOVERY_MS, tabbedBrowser } from "./tabbed-browser.ts";

test("tabs that open, close, crash and freeze all end in the session's state, over one connection", () =>
	property(40, async (random) => {
		const { clock, session, Tab, openTabs } = tabbedBrowser();
		const tabs = await openTabs(2);
		const frozen = new Set<BrowserTab>();
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
