import { effect } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { applyFrame, emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { chance, freshSeed } from "../../../support/seed.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

let scheduled: (() => void)[];
let now: number;
let session: SessionModel;

beforeEach(() => {
	scheduled = [];
	now = 0;
	session = new SessionModel(
		(work) => scheduled.push(work),
		(work) => work(),
		() => now,
	);
});

/** One animation frame. */
function drawFrame(): void {
	for (const work of scheduled.splice(0)) work();
}

const batch = { batch: 1, key: "drop", at: 1 };

describe("the session", () => {
	it("is not confirmed until the first snapshot", () => {
		expect(session.isConfirmed.value).toBe(false);
		expect(session.cursor()).toBeUndefined();
		expect(session.deliver(frame(4, []))).toBe("ask-again");
		session.deliver(snapshot(0, []));
		expect(session.isConfirmed.value).toBe(true);
		expect(session.cursor()).toEqual({ epoch: EPOCH, seq: 0 });
	});

	it("publishes the changes of one animation frame together", () => {
		session.deliver(snapshot(1, [batch, created(1), created(2)]));
		drawFrame();
		let renders = 0;
		const stop = effect(() => {
			session.watch(1).value;
			renders++;
		});
		for (let at = 0; at < 50; at++) session.deliver(frame(at + 1, [{ file: 1, progress: at }]));
		expect(renders).toBe(1);
		drawFrame();
		expect(renders).toBe(2);
		expect(session.watch(1).value?.record.progress).toBe(49);
		stop();
	});

	it("lists the newest drop first and keeps each drop's order", () => {
		const second = { batch: 2, key: "later", at: 2 };
		session.deliver(snapshot(1, [batch, created(2), created(1), second, created(3, { batch: 2 })]));
		drawFrame();
		expect(session.order.value).toEqual([3, 1, 2]);
	});

	it("groups the list by batches, each with its name and progress", () => {
		const second = { batch: 2, key: "drop-1a-2b", at: 2 };
		const more = { batch: 2, path: "holiday/IMG_3.jpg", state: "completed", stored: 1000 } as const;
		session.deliver(snapshot(1, [batch, created(1), created(2), second, created(3, more)]));
		drawFrame();
		expect(session.listing.value.sections).toEqual([
			{ batch: 2, start: 0, count: 1 },
			{ batch: 1, start: 1, count: 2 },
		]);
		const newer = session.watchBatch(2);
		const older = session.watchBatch(1);
		expect(newer.value).toMatchObject({ name: "holiday", overview: { percent: 100 } });
		expect(older.value).toMatchObject({ name: "drop", overview: { percent: 0, counts: { working: 2 } } });
		session.deliver(frame(1, [{ file: 1, state: "paused" }]));
		drawFrame();
		expect(older.value?.overview.counts).toMatchObject({ working: 1, paused: 1 });
	});

	it("names the missing files", () => {
		session.deliver(snapshot(1, [batch, created(1), created(2)]));
		session.localFiles.setBatchSource(1, "missing", [1, 2]);
		drawFrame();
		expect(session.counts.value).toMatchObject({ wanted: 2, working: 0 });
		expect(session.wanted.value).toEqual(["IMG_1.jpg", "IMG_2.jpg"]);
	});

	it("keeps the order when no file was added or removed", () => {
		session.deliver(snapshot(1, [batch, created(1)]));
		drawFrame();
		const { order } = session;
		const before = order.value;
		session.deliver(frame(1, [{ file: 1, state: "queued" }]));
		drawFrame();
		expect(order.value).toBe(before);
	});

	it("filters, and updates a filtered list only so often", () => {
		session.deliver(snapshot(1, [batch, created(1), created(2)]));
		session.filter.value = "working";
		drawFrame();
		expect(session.order.value).toEqual([1, 2]);
		session.deliver(frame(1, [{ file: 1, state: "completed" }]));
		drawFrame();
		expect(session.counts.value).toMatchObject({ all: 2, working: 1, failed: 0, done: 1 });
		expect(session.order.value).toEqual([1, 2]);
		now = 1_000;
		drawFrame();
		expect(session.order.value).toEqual([2]);
		session.filter.value = "done";
		drawFrame();
		expect(session.order.value).toEqual([1]);
	});

	it("shows progress as half stored bytes and half finished stages", () => {
		session.deliver(
			snapshot(1, [
				batch,
				created(1, { size: 600, stored: 600, state: "completed", progress: 100 }),
				created(2, { size: 400, state: "uploading" }),
			]),
		);
		session.deliver(frame(1, [], { to: 1, gauges: { stored: { "2": 100 } } }));
		drawFrame();
		expect(session.overview.value).toMatchObject({
			bytes: 1000,
			stored: 700,
			percent: 60,
			sending: 1,
		});
		expect(session.view(2)?.stored).toBe(100);
	});

	it("drops what a snapshot of another epoch does not contain", () => {
		session.deliver(snapshot(5, [batch, created(1), created(2)]));
		drawFrame();
		session.deliver(snapshot(1, [batch, created(2, { name: "other.jpg" })], "epoch2"));
		drawFrame();
		expect(session.order.value).toEqual([2]);
		expect(session.view(2)?.record.name).toBe("other.jpg");
		expect(session.counts.value.all).toBe(1);
	});

	it("keeps its counts equal to a fresh fold, whatever happens", () => {
		const random = chance(freshSeed());
		const states = ["uploading", "queued", "processing", "completed", "failed", "cancelled"] as const;
		const truth = emptyState();
		const start = snapshot(1, [batch]);
		applyFrame(truth, start);
		session.deliver(start);
		for (let seq = 1; seq < 400; seq++) {
			const n = 1 + random.below(40);
			const change =
				random.below(10) === 0
					? ({ file: n, removed: true } as const)
					: truth.files.has(n)
						? { file: n, state: random.pick(states), progress: random.below(101) }
						: created(n);
			const next = frame(seq, [change]);
			applyFrame(truth, next);
			session.deliver(next);
			if (random.below(3) === 0) drawFrame();
		}
		drawFrame();
		const { states: sums, files } = truth.totals;
		const { all, done, failed, cancelled, working } = session.counts.value;
		expect({ all, done, failed, cancelled }, `SEED=${random.seed}`).toEqual({
			all: files,
			done: sums.completed,
			failed: sums.failed,
			cancelled: sums.cancelled,
		});
		expect(working).toBe(all - done - failed - cancelled);
		expect(session.order.value).toEqual([...truth.files.keys()].sort((a, b) => a - b));
	});
});

describe("what only this page knows", () => {
	it("is shown with the record, and removed when the record is enough", () => {
		session.deliver(snapshot(1, [batch, created(1)]));
		session.localFiles.add(1);
		session.localFiles.setSent(1, 300);
		drawFrame();
		expect(session.view(1)?.local).toEqual({ sent: 300, source: "here" });
		session.localFiles.fail(1, { code: "unreadable", detail: "Gone." });
		drawFrame();
		expect(session.counts.value.failed).toBe(1);
		session.localFiles.remove(1);
		drawFrame();
		expect(session.counts.value.failed).toBe(0);
	});
});
