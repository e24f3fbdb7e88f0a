import { describe, expect, it } from "vitest";
import { FINISH_RETRY_MS, LEASE_SILENT_MS } from "../../../src/session/limits.ts";
import { expiredUploads, type UploadTimes, uploadWakeTime } from "../../../src/session/queue/upload-times.ts";
import { type DueTime, DueTimes } from "../../../src/session/state/due-times.ts";

const NOW = 1_790_000_000_000;
const KEEP_MS = 24 * 3_600_000;

function dueTimes(...times: readonly (readonly [n: number, at: number])[]): DueTimes {
	const due = new DueTimes();
	for (const [n, at] of times) due.set(n, at);
	return due;
}

function timesOf(more: Partial<UploadTimes>): UploadTimes {
	return {
		now: NOW,
		keepMs: KEEP_MS,
		finishAt: 0,
		waiting: dueTimes(),
		finishable: dueTimes(),
		isHeld: () => false,
		isFinishing: () => false,
		...more,
	};
}

/** The uploads, and how many of them were looked at. */
function counted(times: DueTimes): { times: Iterable<DueTime>; looked: () => number } {
	let looked = 0;
	function* iterate() {
		for (const time of times) {
			looked += 1;
			yield time;
		}
	}
	return { times: { [Symbol.iterator]: iterate }, looked: () => looked };
}

describe("the wake time of uploads", () => {
	it("is when the first one expires", () => {
		const waiting = dueTimes([1, NOW - 5], [2, NOW - 9], [-3, NOW]);
		expect(uploadWakeTime(timesOf({ waiting }))).toBe(NOW - 9 + KEEP_MS);
		expect(uploadWakeTime(timesOf({}))).toBeUndefined();
	});

	it("leaves an expired upload alone while a writer holds it", () => {
		const waiting = dueTimes([1, NOW - KEEP_MS - 1], [2, NOW - KEEP_MS + 70_000]);
		const isHeld = (n: number) => n === 1;
		expect(uploadWakeTime(timesOf({ waiting, isHeld }))).toBe(NOW + LEASE_SILENT_MS);
		expect(expiredUploads(timesOf({ waiting, isHeld }))).toEqual([]);
		expect(expiredUploads(timesOf({ waiting }))).toEqual([1]);
	});

	it("is now for one that can be finished, unless that failed a moment ago or is under way", () => {
		const finishable = dueTimes([1, NOW - 9], [2, NOW - 8]);
		expect(uploadWakeTime(timesOf({ finishable }))).toBe(NOW);
		expect(uploadWakeTime(timesOf({ finishable, finishAt: NOW + 7 }))).toBe(NOW + 7);
		expect(uploadWakeTime(timesOf({ finishable, isFinishing: (n) => n === 1 }))).toBe(NOW);
		expect(uploadWakeTime(timesOf({ finishable, isFinishing: () => true }))).toBe(NOW + FINISH_RETRY_MS);
	});

	it("costs the same however many uploads are open", () => {
		const many = (from: number) =>
			dueTimes(...Array.from({ length: 5_000 }, (_, index) => [from + index, NOW + index] as const));
		const waiting = counted(many(1));
		const finishable = counted(many(10_000));
		const times = timesOf({ waiting: waiting.times, finishable: finishable.times });
		expect(uploadWakeTime(times)).toBe(NOW);
		expect(expiredUploads(times)).toEqual([]);
		expect([waiting.looked(), finishable.looked()]).toEqual([2, 2]);
	});
});
