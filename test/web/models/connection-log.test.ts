import { beforeEach, expect, it } from "vitest";
import type { ConnectionReport } from "../../../src/protocol/statistics.ts";
import { ConnectionLog } from "../../../web/models/connection-log.ts";
import { FakeClock } from "../support/fake-clock.ts";

let clock: FakeClock;
let told: ConnectionReport[];
let log: ConnectionLog;

beforeEach(() => {
	clock = new FakeClock();
	told = [];
	log = new ConnectionLog({ clock, tell: (report) => told.push(report) });
});

it("tells how long the first word took, once the page is live", async () => {
	log.became("connecting");
	await clock.advance(120);
	log.became("catching-up");
	await clock.advance(30);
	log.became("live");
	await clock.advance(10_000);
	expect(told).toEqual([{ firstFrameMs: 150 }]);
});

it("tells which lines broke and how often it fell back, each once", async () => {
	log.became("connecting");
	log.became("live");
	await clock.advance(10_000);
	log.lost();
	log.became("polling");
	log.lost();
	log.became("live");
	await clock.advance(10_000);
	expect(told).toEqual([{ firstFrameMs: 0 }, { failed: 2, fellBack: 1 }]);
	log.became("polling");
	log.became("live");
	log.became("offline");
	await clock.advance(10_000);
	expect(told.slice(2)).toEqual([{ fellBack: 2 }]);
});

it("tells nothing while there is nothing to tell", async () => {
	log.became("live");
	await clock.advance(10_000);
	log.became("catching-up");
	log.became("live");
	await clock.advance(10_000);
	expect(told).toEqual([]);
});
