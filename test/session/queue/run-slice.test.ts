import { describe, expect, it } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { PARALLEL_FILES, SLICE_MS, SLICE_REQUESTS } from "../../../src/session/limits.ts";
import { INTERRUPTED, interruptedCommands } from "../../../src/session/queue/interrupted.ts";
import type { ReadOutcome } from "../../../src/session/queue/read-outcome.ts";
import { runSlice, type SliceDeps } from "../../../src/session/queue/run-slice.ts";
import { testSession } from "../../support/fakes/test-session.ts";

const SOUND: ReadOutcome = {
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

/** A session with stored photos, and the deps of a slice that reads them with `readPhoto`. */
function slice(files: number, readPhoto: (file: FileRecord) => Promise<ReadOutcome>) {
	const kept = testSession();
	const { session, indexes, time } = kept;
	const arrivals = Array.from({ length: files }, (_, index) => ({
		object: `o${index}`,
		size: 10,
		to: { key: "drop", entry: { name: `${index}.jpg`, size: 10 } },
	}));
	session.execute({ type: "store", arrivals });
	session.flush();
	const deps: SliceDeps = {
		now: () => time.now,
		setTimer: () => () => {},
		random: () => 0.5,
		queue: indexes.readQueue,
		execute: (command) => session.execute(command).ok,
		settled: async () => session.flush(),
		look: async () => ({ isPhoto: true, head: new Uint8Array(0), requests: 0 }),
		readPhoto,
		callExtractor: async () => expect.unreachable("photos need no extractor"),
	};
	return { ...kept, deps, stateOf: (n: number) => session.state.files.get(n) };
}

/** Resolves when everything else that can go on has done so. */
function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

describe("a slice of work with photos", () => {
	it("reads all waiting files", async () => {
		const { session, deps } = slice(10, async () => SOUND);
		await runSlice(deps);
		expect(session.state.totals.states.completed).toBe(10);
	});

	it("reads a few files at a time", async () => {
		let most = 0;
		let running = 0;
		const { deps } = slice(20, async () => {
			most = Math.max(most, ++running);
			await Promise.resolve();
			running--;
			return SOUND;
		});
		await runSlice(deps);
		expect(most).toBe(PARALLEL_FILES);
	});

	it("persists the start of an attempt before it reads", async () => {
		const { session, deps, stateOf, wake } = slice(1, async (file) => {
			expect(stateOf(file.n)).toMatchObject({ state: "processing", attempt: 1 });
			expect(wake().session.state.files.get(file.n)).toMatchObject({ state: "processing", attempt: 1 });
			return SOUND;
		});
		await runSlice(deps);
		expect(session.state.totals.states.completed).toBe(1);
	});

	it("stops at its limit of storage requests", async () => {
		const { session, deps } = slice(30, async () => ({ ...SOUND, requests: SLICE_REQUESTS / 4 }));
		await runSlice(deps);
		const { completed, queued } = session.state.totals.states;
		expect(completed).toBeGreaterThanOrEqual(4);
		expect(completed).toBeLessThanOrEqual(4 + PARALLEL_FILES);
		expect(completed + queued).toBe(30);
	});

	it("stops at its time limit", async () => {
		const { session, time, deps } = slice(30, async () => {
			time.now += SLICE_MS;
			return SOUND;
		});
		await runSlice(deps);
		expect(session.state.totals.states.queued).toBeGreaterThan(0);
	});

	it("fails a file that cannot be read, and continues with the others", async () => {
		const problem = { code: "empty-file", detail: "It is empty." };
		const { session, deps, stateOf } = slice(3, async (file) =>
			file.n === 2 ? { ok: false, problem, kind: "other", mime: "text/plain", requests: 0 } : SOUND,
		);
		await runSlice(deps);
		expect(session.state.totals.states).toMatchObject({ completed: 2, failed: 1 });
		expect(stateOf(2)).toMatchObject({ state: "failed", problem });
	});

	it("retries a file with growing delays when storage does not respond, and fails it after three attempts", async () => {
		const { time, deps, stateOf } = slice(1, async () => {
			throw new Error("R2 is away");
		});
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 2; attempt++) {
			await runSlice(deps);
			expect(stateOf(1)).toMatchObject({ state: "retrying", attempt, problem: { code: "storage-silent" } });
			const retryAt = stateOf(1)?.retryAt ?? 0;
			waits.push(retryAt - time.now);
			time.now = retryAt - 1;
			await runSlice(deps);
			expect(stateOf(1)?.attempt).toBe(attempt);
			time.now = retryAt;
		}
		await runSlice(deps);
		expect(stateOf(1)).toMatchObject({ state: "failed", attempt: 3 });
		expect(waits[1]).toBeGreaterThan(waits[0] ?? Number.POSITIVE_INFINITY);
	});

	it("reads a file on its own if the last isolate died while reading it", async () => {
		const company = new Map<number, number>();
		let running = 0;
		const { session, store, time, deps } = slice(6, async (file) => {
			company.set(file.n, ++running);
			await Promise.resolve();
			running--;
			return SOUND;
		});
		session.execute({ type: "start", files: [2] });
		const processing = session.state.files.values();
		for (const command of interruptedCommands(processing, [], store.uploads, time.now))
			session.execute(command);
		expect(session.state.files.get(2)?.problem?.code).toBe(INTERRUPTED);
		await runSlice(deps);
		expect(company.get(2)).toBe(1);
		expect(session.state.totals.states.completed).toBe(6);
	});

	it("does not end a file with what was found in the bytes that it had before it was cancelled and sent again", async () => {
		const old = { code: "old", detail: "What the old bytes were." };
		let times = 0;
		let meanwhile: unknown;
		const { session, deps, stateOf } = slice(1, async () => {
			times += 1;
			if (times > 1) {
				await nextTurn();
				meanwhile = stateOf(1)?.state;
				return SOUND;
			}
			const target = { file: 1 };
			for (const verb of ["cancel", "retry"] as const) session.execute({ type: "verb", verb, target });
			session.execute({ type: "store", arrivals: [{ object: "new", size: 10, to: target }] });
			while (times < 2) await nextTurn();
			return { ok: false, problem: old, kind: "other", mime: "text/plain", requests: 0 };
		});
		await runSlice(deps);
		expect([meanwhile, stateOf(1)?.state]).toEqual(["processing", "completed"]);
	});

	it("discards the result for a file that was cancelled meanwhile", async () => {
		const { session, deps, stateOf } = slice(1, async () => {
			session.execute({ type: "verb", verb: "cancel", target: { file: 1 } });
			return SOUND;
		});
		await runSlice(deps);
		expect(stateOf(1)).toMatchObject({ state: "cancelled", stored: 0 });
	});
});
