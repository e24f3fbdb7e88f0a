import { describe, expect, it } from "vitest";
import {
	mustReset,
	nextAlarm,
	orphanCheckAt,
	type WakeContext,
	wakeTimesOf,
} from "../../../src/session/alarm/wake-times.ts";
import { ORPHAN_AGE_MS, UPLOAD_STALE_MS } from "../../../src/session/limits.ts";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";

const NOTHING = {
	work: undefined,
	retry: undefined,
	stale: undefined,
	links: undefined,
	uploads: undefined,
	deletions: undefined,
	orphans: undefined,
	heartbeat: undefined,
	expiry: undefined,
};

describe("the next alarm", () => {
	it("is the earliest wake time", () => {
		expect(nextAlarm({ ...NOTHING, retry: 30, stale: 20, expiry: 90 })).toBe(20);
	});

	it("is none when nothing is due", () => {
		expect(nextAlarm(NOTHING)).toBeUndefined();
	});

	it.each([
		["none is set", null, 50, true],
		["it would be too late", 60, 50, true],
		["it is in time", 50, 50, false],
		["it is early and can then correct itself", 40, 50, false],
		["nothing is due", 40, undefined, false],
	])("is set or not when %s", (_name, present, wanted, set) => {
		expect(mustReset(present, wanted)).toBe(set);
	});
});

describe("the wake times of a session", () => {
	const timesOf = ({ indexes, store, time }: TestSession, more: Partial<WakeContext> = {}) =>
		wakeTimesOf({
			now: time.now,
			queue: indexes.readQueue,
			working: false,
			hasDeletions: store.deletions.hasPending(),
			heartbeatAt: undefined,
			orphansAt: undefined,
			linksAt: undefined,
			uploadsAt: undefined,
			isWritten: () => false,
			expiry: time.now + 1000,
			...more,
		});
	const stored = () => {
		const world = testSession();
		const to = { key: "drop", entry: { name: "a", size: 1 } };
		world.session.execute({ type: "store", arrivals: [{ object: "o", size: 1, to }] });
		return world;
	};

	it("are only its expiry while it is idle", () => {
		const world = testSession();
		expect(timesOf(world)).toEqual({ ...NOTHING, expiry: world.time.now + 1000 });
	});

	it("include work at once when a file waits, unless a slice is running", () => {
		const world = stored();
		expect(timesOf(world).work).toBe(world.time.now);
		expect(timesOf(world, { working: true }).work).toBeUndefined();
	});

	it("include giving up an upload that has died with its Worker", () => {
		const world = testSession();
		const { session, time } = world;
		session.execute({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "h" });
		session.execute({ type: "begin", file: 1, object: "o" });
		expect(timesOf(world).stale).toBe(time.now + UPLOAD_STALE_MS);
		expect(timesOf(world, { isWritten: () => true }).stale).toBeUndefined();
		session.execute({ type: "release", file: 1, object: "o" });
		expect(timesOf(world).stale).toBeUndefined();
	});

	it("include deleting the objects of removed files", () => {
		const world = stored();
		world.session.execute({ type: "remove", target: { file: 1 } });
		world.session.flush();
		expect(world.store.deletions.pending().flatMap(({ entries }) => entries)).toEqual(["o"]);
		expect(timesOf(world).deletions).toBeGreaterThan(world.time.now);
	});
});

describe("orphaned objects", () => {
	it("are collected once, an hour after the last change", () => {
		const due = 5_000 + ORPHAN_AGE_MS;
		expect(orphanCheckAt({ changedAt: 5_000, lastFile: 1 }, 0)).toBe(due);
		expect(orphanCheckAt({ changedAt: 5_000, lastFile: 1 }, due)).toBeUndefined();
	});

	it("are not looked for in a session that had no files", () => {
		expect(orphanCheckAt({ changedAt: 5_000, lastFile: 0 }, 0)).toBeUndefined();
	});
});
