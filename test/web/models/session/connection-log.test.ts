import { beforeEach, expect, it } from "vitest";
import type { ConnectionReport } from "../../../../src/protocol/stream/statistics.ts";
import { ConnectionLog } from "../../../../web/models/session/connection-log.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

let clock: FakeClock;
let told: ConnectionReport[];
let log: ConnectionLog;

beforeEach(() => {
	clock = new FakeClock();
	told = [];
	log = new ConnectionLog({ clock, tell: (report) => told.push(report) });
});

it("tells how long the first word took, once the page is live", async () => {
	log.note("connecting");
	await clock.advance(120);
	log.note("catching-up");
	await clock.advance(30);
	log.note("live");
	await clock.advance(10_000);
	expect(told).toEqual([{ firstFrameMs: 150 }]);
});

it("tells which lines broke and how often it fell back, each once", async () => {
	log.note("connecting");
	log.note("live");
	await clock.advance(10_000);
	log.note("lost");
	log.note("polling");
	log.note("lost");
	log.note("live");
	await clock.advance(10_000);
	expect(told).toEqual([{ firstFrameMs: 0 }, { failed: 2, fellBack: 1 }]);
	log.note("polling");
	log.note("live");
	log.note("offline");
	await clock.advance(10_000);
	expect(told.slice(2)).toEqual([{ fellBack: 2 }]);
});

it("tells nothing while there is nothing to tell", async () => {
	log.note("live");
	await clock.advance(10_000);
	log.note("catching-up");
	log.note("live");
	await clock.advance(10_000);
	expect(told).toEqual([]);
});

it("counts what happened before it was loaded by the time at which it did", async () => {
	const begun = clock.now() - 1_000;
	log.note("connecting", begun);
	log.note("live", begun + 80);
	await clock.advance(10_000);
	expect(told).toEqual([{ firstFrameMs: 80 }]);
});
