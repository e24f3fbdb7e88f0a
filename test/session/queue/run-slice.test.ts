import { describe, expect, it } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { PARALLEL_FILES, SLICE_MS, SLICE_REQUESTS } from "../../../src/session/limits.ts";
import {
	INTERRUPTED,
	interruption,
	type Reading,
	runSlice,
	type WorkPorts,
} from "../../../src/session/queue/run-slice.ts";
import { testLoop } from "../../support/fakes/test-session.ts";

const SOUND: Reading = {
	ok: true,
	found: {
		stage: "complete",
		kind: "image",
		mime: "image/jpeg",
		fields: 1,
		took: 1,
		completeness: 1,
		confidence: 1,
		thumbnail: false,
	},
	requests: 1,
};

/** A session with stored files, and a slice that reads them as the test says. */
function world(files: number, read: (file: FileRecord) => Promise<Reading>) {
	const kept = testLoop();
	const { loop, time } = kept;
	const arrivals = Array.from({ length: files }, (_, index) => ({
		object: `o${index}`,
		size: 10,
		to: { key: "drop", entry: { name: `${index}.jpg`, size: 10 } },
	}));
	loop.do({ type: "store", arrivals });
	loop.flush();
	const ports: WorkPorts = {
		now: () => time.now,
		random: () => 0.5,
		next: () => loop.queue.next(time.now),
		do: (command) => void loop.do(command),
		settled: async () => loop.flush(),
		read,
	};
	return { ...kept, ports, stateOf: (n: number) => loop.model.state.files.get(n) };
}

describe("a slice of work", () => {
	it("reads everything that waits", async () => {
		const { loop, ports } = world(10, async () => SOUND);
		await runSlice(ports);
		expect(loop.model.state.totals.states.completed).toBe(10);
	});

	it("reads a few files at a time", async () => {
		let most = 0;
		let running = 0;
		const { ports } = world(20, async () => {
			most = Math.max(most, ++running);
			await Promise.resolve();
			running--;
			return SOUND;
		});
		await runSlice(ports);
		expect(most).toBe(PARALLEL_FILES);
	});

	it("has written that it begins before it reads", async () => {
		const { loop, ports, stateOf, wake } = world(1, async (file) => {
			expect(stateOf(file.n)).toMatchObject({ state: "processing", attempt: 1 });
			expect(wake().loop.model.state.files.get(file.n)).toMatchObject({ state: "processing", attempt: 1 });
			return SOUND;
		});
		await runSlice(ports);
		expect(loop.model.state.totals.states.completed).toBe(1);
	});

	it("stops at its bound of storage requests", async () => {
		const { loop, ports } = world(30, async () => ({ ...SOUND, requests: 10 }));
		await runSlice(ports);
		const { completed, queued } = loop.model.state.totals.states;
		expect(completed).toBeGreaterThanOrEqual(SLICE_REQUESTS / 10);
		expect(completed).toBeLessThanOrEqual(SLICE_REQUESTS / 10 + PARALLEL_FILES);
		expect(completed + queued).toBe(30);
	});

	it("stops at its bound of time", async () => {
		const { loop, time, ports } = world(30, async () => {
			time.now += SLICE_MS;
			return SOUND;
		});
		await runSlice(ports);
		expect(loop.model.state.totals.states.queued).toBeGreaterThan(0);
	});

	it("fails a file that cannot be read, and goes on with the others", async () => {
		const problem = { code: "empty-file", detail: "It is empty." };
		const { loop, ports, stateOf } = world(3, async (file) =>
			file.n === 2 ? { ok: false, problem, kind: "other", mime: "text/plain", requests: 0 } : SOUND,
		);
		await runSlice(ports);
		expect(loop.model.state.totals.states).toMatchObject({ completed: 2, failed: 1 });
		expect(stateOf(2)).toMatchObject({ state: "failed", problem });
	});

	it("tries a file again, later each time, when storage is silent, and fails it after three tries", async () => {
		const { time, ports, stateOf } = world(1, async () => {
			throw new Error("R2 is away");
		});
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 2; attempt++) {
			await runSlice(ports);
			expect(stateOf(1)).toMatchObject({ state: "retrying", attempt, problem: { code: "storage-silent" } });
			const retryAt = stateOf(1)?.retryAt ?? 0;
			waits.push(retryAt - time.now);
			time.now = retryAt - 1;
			await runSlice(ports);
			expect(stateOf(1)?.attempt).toBe(attempt);
			time.now = retryAt;
		}
		await runSlice(ports);
		expect(stateOf(1)).toMatchObject({ state: "failed", attempt: 3 });
		expect(waits[1]).toBeGreaterThan(waits[0] ?? Number.POSITIVE_INFINITY);
	});

	it("reads a file alone that was being read when the last isolate died", async () => {
		const company = new Map<number, number>();
		let running = 0;
		const { loop, time, ports } = world(6, async (file) => {
			company.set(file.n, ++running);
			await Promise.resolve();
			running--;
			return SOUND;
		});
		loop.do({ type: "start", files: [2] });
		const file = loop.model.state.files.get(2);
		if (file) loop.do({ type: "defer", file: 2, problem: interruption(file, false), retryAt: time.now });
		expect(loop.model.state.files.get(2)?.problem?.code).toBe(INTERRUPTED);
		await runSlice(ports);
		expect(company.get(2)).toBe(1);
		expect(loop.model.state.totals.states.completed).toBe(6);
	});

	it("drops what was found in a file that was cancelled meanwhile", async () => {
		const { loop, ports, stateOf } = world(1, async () => {
			loop.do({ type: "order", verb: "cancel", target: { file: 1 } });
			return SOUND;
		});
		await runSlice(ports);
		expect(stateOf(1)).toMatchObject({ state: "cancelled", stored: 0 });
	});
});
