import { beforeEach, describe, expect, it } from "vitest";
import { FLUSH_SLICE, Flush } from "../../../../web/models/session/flush.ts";
import { settle } from "../../../client/support/fake-clock.ts";

/** Work waiting for the next animation frame, and for the page to have painted. */
let frames: (() => void)[];
let deferred: (() => void)[];
let isPartial: boolean;
let ownChanges: number[];
/** What was done, in order: how many numbers were processed at a time, and what was published. */
let done: string[];
let updated: number;
let flush: Flush;

beforeEach(() => {
	frames = [];
	deferred = [];
	isPartial = false;
	ownChanges = [];
	done = [];
	updated = 0;
	flush = new Flush(
		(work) => frames.push(work),
		(work) => deferred.push(work),
		{
			isPartial: () => isPartial,
			begin: () => ownChanges.splice(0),
			update: () => {
				updated++;
			},
			publish: (changed) => done.push(`publish ${changed.size}`),
		},
	);
});

/** Runs waiting work; what it processed is listed before what it published. */
function run(waiting: (() => void)[]): void {
	const before = done.length;
	for (const work of waiting.splice(0)) work();
	if (updated > 0) done.splice(before, 0, `update ${updated}`);
	updated = 0;
}

function drawFrame(): void {
	run(frames);
}

function runDeferred(): void {
	run(deferred);
}

describe("a flush", () => {
	it("runs once for all changes of a frame, including its own", () => {
		flush.mark(1);
		flush.mark(2);
		flush.mark(1);
		ownChanges = [-1];
		flush.request();
		expect(frames).toHaveLength(1);
		drawFrame();
		expect(done).toEqual(["update 3", "publish 3"]);
		expect(frames).toEqual([]);
	});

	it("of thousands does not wait for a frame, processes slices and publishes them together", () => {
		for (let n = 0; n < 2 * FLUSH_SLICE; n++) flush.mark(n);
		runDeferred();
		runDeferred();
		expect(done).toEqual([`update ${FLUSH_SLICE}`, `update ${FLUSH_SLICE}`]);
		runDeferred();
		expect(done.at(-1)).toBe(`publish ${2 * FLUSH_SLICE}`);
		drawFrame();
		expect(done).toHaveLength(3);
	});

	it("leaves changes between two slices to the next flush", () => {
		for (let n = 0; n <= FLUSH_SLICE; n++) flush.mark(n);
		drawFrame();
		flush.mark(0);
		runDeferred();
		drawFrame();
		expect(done.filter((what) => what.startsWith("publish"))).toEqual([
			`publish ${FLUSH_SLICE + 1}`,
			"publish 1",
		]);
	});

	it("publishes no incomplete state, and loses nothing that it processed before", () => {
		isPartial = true;
		flush.mark(1);
		drawFrame();
		expect(done).toEqual([]);
		isPartial = false;
		for (let n = 0; n <= FLUSH_SLICE; n++) flush.mark(n);
		drawFrame();
		isPartial = true;
		runDeferred();
		expect(done.filter((what) => what.startsWith("publish"))).toEqual([]);
		isPartial = false;
		flush.request();
		drawFrame();
		runDeferred();
		expect(done.filter((what) => what.startsWith("publish"))).toEqual([`publish ${FLUSH_SLICE + 1}`]);
	});

	it("resolves waiters when it is painted, and not before", async () => {
		let isPainted = false;
		flush.mark(1);
		drawFrame();
		isPartial = true;
		void flush.whenPainted().then(() => {
			isPainted = true;
		});
		drawFrame();
		isPartial = false;
		flush.request();
		drawFrame();
		drawFrame();
		await settle();
		expect(isPainted).toBe(false);
		runDeferred();
		await settle();
		expect(isPainted).toBe(true);
	});
});
