import { expect, test } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { emptyState } from "../../../src/protocol/stream/session-state.ts";
import { ReadQueue } from "../../../src/session/queue/read-queue.ts";

function file(n: number, more: Partial<FileRecord>): FileRecord {
	return {
		n,
		batch: 1,
		name: `${n}`,
		size: 1,
		state: "queued",
		progress: 0,
		attempt: 0,
		stored: 1,
		at: 0,
		ticket: n,
		...more,
	};
}

function queueOf(...files: FileRecord[]) {
	const state = emptyState();
	for (const one of files) state.files.set(one.n, one);
	return { state, queue: new ReadQueue(state, () => true) };
}

test("a retry that is due comes before files that have never been tried", () => {
	const { queue } = queueOf(file(1, {}), file(2, { state: "retrying", retryAt: 500 }));
	expect([queue.next(499)?.n, queue.next(500)?.n, queue.retryAt()]).toEqual([1, 2, 500]);
});

test("the earliest of several retries is next, and a removed file is skipped", () => {
	const { state, queue } = queueOf(
		file(1, { state: "retrying", retryAt: 900 }),
		file(2, { state: "retrying", retryAt: 300 }),
	);
	expect([queue.next(1_000)?.n, queue.retryAt()]).toEqual([2, 300]);
	state.files.delete(2);
	queue.remove(2);
	expect([queue.next(1_000)?.n, queue.retryAt()]).toEqual([1, 900]);
});

test("finding the next file costs the same however many files wait for a retry", () => {
	const retrying = Array.from({ length: 5_000 }, (_, n) =>
		file(n + 2, { state: "retrying", retryAt: 1_000 + n }),
	);
	const { state, queue } = queueOf(file(1, {}), ...retrying);
	let lookups = 0;
	const get = state.files.get.bind(state.files);
	state.files.get = (n) => {
		lookups++;
		return get(n);
	};
	expect([queue.next(0)?.n, queue.retryAt()]).toEqual([1, 1_000]);
	expect(lookups).toBeLessThan(5);
});
