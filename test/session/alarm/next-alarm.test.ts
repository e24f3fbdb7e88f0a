import { describe, expect, it } from "vitest";
import { mustSet, nextAlarm } from "../../../src/session/alarm/next-alarm.ts";
import { wishesOf } from "../../../src/session/alarm/wake-times.ts";
import { ORPHAN_AGE_MS, UPLOAD_STALE_MS } from "../../../src/session/limits.ts";
import { testLoop } from "../../support/fakes/test-session.ts";

const NOTHING = {
	work: undefined,
	retry: undefined,
	stale: undefined,
	links: undefined,
	uploads: undefined,
	trash: undefined,
	sweep: undefined,
	heartbeat: undefined,
	expiry: undefined,
};

describe("the next alarm", () => {
	it("is the earliest wish", () => {
		expect(nextAlarm({ ...NOTHING, retry: 30, stale: 20, expiry: 90 })).toBe(20);
	});

	it("is none when nothing is wanted", () => {
		expect(nextAlarm(NOTHING)).toBeUndefined();
	});

	it.each([
		["none is set", null, 50, true],
		["it would ring too late", 60, 50, true],
		["it rings in time", 50, 50, false],
		["it rings early and can then set itself right", 40, 50, false],
		["nothing is wanted", 40, undefined, false],
	])("is set or not when %s", (_name, present, wanted, set) => {
		expect(mustSet(present, wanted)).toBe(set);
	});
});

describe("what a session wants of its alarm", () => {
	const moment = (now: number) => ({
		now,
		working: false,
		heartbeatAt: undefined,
		sweptAt: 0,
		expiry: now + 1000,
	});

	it("is nothing but its expiry while it rests", () => {
		const { loop, time } = testLoop();
		expect(wishesOf(loop, moment(time.now))).toEqual({ ...NOTHING, expiry: time.now + 1000 });
	});

	it("is work at once when a file waits, unless a slice is running", () => {
		const { loop, time } = testLoop();
		const to = { key: "drop", entry: { name: "a", size: 1 } };
		loop.do({ type: "store", arrivals: [{ object: "o", size: 1, to }] });
		expect(wishesOf(loop, moment(time.now)).work).toBe(time.now);
		expect(wishesOf(loop, { ...moment(time.now), working: true }).work).toBeUndefined();
	});

	it("is to give an upload up that has died with its Worker", () => {
		const { loop, time } = testLoop();
		loop.do({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "h" });
		loop.do({ type: "begin", file: 1, object: "o" });
		expect(wishesOf(loop, moment(time.now)).stale).toBe(time.now + UPLOAD_STALE_MS);
		loop.do({ type: "release", file: 1, object: "o" });
		expect(wishesOf(loop, moment(time.now)).stale).toBeUndefined();
	});

	it("is to look once for lost objects, an hour after the last change", () => {
		const { loop, time } = testLoop();
		const to = { key: "drop", entry: { name: "a", size: 1 } };
		loop.do({ type: "store", arrivals: [{ object: "o", size: 1, to }] });
		loop.flush();
		const due = time.now + ORPHAN_AGE_MS;
		expect(wishesOf(loop, moment(time.now)).sweep).toBe(due);
		expect(wishesOf(loop, { ...moment(time.now), sweptAt: due }).sweep).toBeUndefined();
	});

	it("is to remove the objects of files that are gone", () => {
		const { loop, time } = testLoop();
		const to = { key: "drop", entry: { name: "a", size: 1 } };
		loop.do({ type: "store", arrivals: [{ object: "o", size: 1, to }] });
		loop.do({ type: "remove", target: { file: 1 } });
		loop.flush();
		expect(loop.trash.list().flatMap(({ objects }) => objects)).toEqual(["o"]);
		expect(wishesOf(loop, moment(time.now)).trash).toBeGreaterThan(time.now);
	});
});
