import { beforeEach, expect, it } from "vitest";
import type { ConnectionReport } from "../../../../src/protocol/stream/statistics.ts";
import { ConnectionLog } from "../../../../web/models/session/connection-log.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

let clock: FakeClock;
let reports: ConnectionReport[];
let log: ConnectionLog;

beforeEach(() => {
	clock = new FakeClock();
	reports = [];
	log = new ConnectionLog({ clock, report: (report) => reports.push(report) });
});

it("reports the time to the first frame once the page is live", async () => {
	log.record("connecting");
	await clock.advance(120);
	log.record("catching-up");
	await clock.advance(30);
	log.record("live");
	await clock.advance(10_000);
	expect(reports).toEqual([{ firstFrameMs: 150 }]);
});

it("reports broken connections and fallbacks, each once", async () => {
	log.record("connecting");
	log.record("live");
	await clock.advance(10_000);
	log.record("lost");
	log.record("polling");
	log.record("lost");
	log.record("live");
	await clock.advance(10_000);
	expect(reports).toEqual([{ firstFrameMs: 0 }, { failed: 2, fellBack: 1 }]);
	log.record("polling");
	log.record("live");
	log.record("offline");
	await clock.advance(10_000);
	expect(reports.slice(2)).toEqual([{ fellBack: 2 }]);
});

it("reports nothing if there is nothing to report", async () => {
	log.record("live");
	await clock.advance(10_000);
	log.record("catching-up");
	log.record("live");
	await clock.advance(10_000);
	expect(reports).toEqual([]);
});

it("counts events from before it was loaded at their own time", async () => {
	const start = clock.now() - 1_000;
	log.record("connecting", start);
	log.record("live", start + 80);
	await clock.advance(10_000);
	expect(reports).toEqual([{ firstFrameMs: 80 }]);
});
