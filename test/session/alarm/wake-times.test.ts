import { describe, expect, it } from "vitest";
import {
	mustReset,
	nextAlarm,
	orphanCheckAt,
	type WakeContext,
	wakeTimesOf,
} from "../../../src/session/alarm/wake-times.ts";
import { EXTRACTOR_RETRY_FIRST_MS, ORPHAN_AGE_MS, UPLOAD_STALE_MS } from "../../../src/session/limits.ts";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";

const NOTHING = {
	work: undefined,
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
		expect(nextAlarm({ ...NOTHING, work: 30, stale: 20, expiry: 90 })).toBe(20);
	});

	it("is none when nothing is due", () => {
		expect(nextAlarm(NOTHING)).toBeUndefined();
	});

	it.each([
		["no alarm is set", null, 50, true],
		["the alarm would be too late", 60, 50, true],
		["the alarm is in time", 50, 50, false],
		["the alarm is early, and will be set again when it fires", 40, 50, false],
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
		const testbed = testSession();
		const to = { key: "drop", entry: { name: "a", size: 1 } };
		testbed.session.execute({ type: "store", arrivals: [{ object: "o", size: 1, to }] });
		return testbed;
	};

	it("are only its expiry while it is idle", () => {
		const testbed = testSession();
		expect(timesOf(testbed)).toEqual({ ...NOTHING, expiry: testbed.time.now + 1000 });
	});

	it("include immediate work when a file is waiting, unless a slice is running", () => {
		const testbed = stored();
		expect(timesOf(testbed).work).toBe(testbed.time.now);
		expect(timesOf(testbed, { working: true }).work).toBeUndefined();
	});

	it("include the time at which a file is tried again", () => {
		const testbed = stored();
		const { session, time } = testbed;
		const problem = { code: "storage-silent", detail: "The stored bytes could not be read." };
		session.execute({ type: "start", files: [1] });
		session.execute({ type: "defer", file: 1, problem, retryAt: time.now + 700 });
		expect(timesOf(testbed).work).toBe(time.now + 700);
		expect(timesOf(testbed, { working: true }).work).toBeUndefined();
	});

	it("include the time at which an extractor is asked again", () => {
		const testbed = stored();
		const { indexes, time } = testbed;
		indexes.readQueue.take(1);
		indexes.readQueue.sendToExtractor(1);
		indexes.readQueue.onExtractorSilent(time.now, 1);
		expect(timesOf(testbed).work).toBe(time.now + EXTRACTOR_RETRY_FIRST_MS);
	});

	it("include cleaning up an upload whose Worker has died", () => {
		const testbed = testSession();
		const { session, time } = testbed;
		session.execute({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "h" });
		session.execute({ type: "begin", file: 1, object: "o" });
		expect(timesOf(testbed).stale).toBe(time.now + UPLOAD_STALE_MS);
		expect(timesOf(testbed, { isWritten: () => true }).stale).toBeUndefined();
		session.execute({ type: "release", file: 1, object: "o" });
		expect(timesOf(testbed).stale).toBeUndefined();
	});

	it("look at no more uploads than the one that is presumed dead first, and those before it that are being written", () => {
		const world = testSession();
		const { session, time } = world;
		const entries = Array.from({ length: 2_000 }, (_, index) => ({ name: `${index}`, size: 1 }));
		session.execute({ type: "announce", key: "drop", entries, hash: "h" });
		const began = time.now;
		for (let file = 1; file <= entries.length; file++) {
			time.now = began + file;
			session.execute({ type: "begin", file, object: `${file}` });
		}
		const asked: number[] = [];
		const isWritten = (file: number) => {
			asked.push(file);
			return file <= 2;
		};
		expect(timesOf(world, { isWritten }).stale).toBe(began + 3 + UPLOAD_STALE_MS);
		expect(asked).toEqual([1, 2, 3]);
	});

	it("include deleting the objects of removed files", () => {
		const testbed = stored();
		testbed.session.execute({ type: "remove", target: { file: 1 } });
		testbed.session.flush();
		expect(testbed.store.deletions.pending().flatMap(({ entries }) => entries)).toEqual(["o"]);
		expect(timesOf(testbed).deletions).toBeGreaterThan(testbed.time.now);
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
