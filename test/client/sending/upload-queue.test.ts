import { describe, expect, it } from "vitest";
import {
	createJob,
	FORM_BYTES,
	FORM_FILES,
	type RequestPlan,
	SMALL_FILE_BYTES,
	type UploadJob,
	UploadQueue,
} from "../../../client/sending/upload-queue.ts";
import { MIB } from "../../../src/protocol/limits.ts";

/** A job for a file of this size, without its bytes. */
function sized(n: number, size: number, { tries = 0, batch = "drop" } = {}): UploadJob {
	return Object.assign(createJob(batch, n, { name: `${n}`, size }), { tries });
}

function queueOf(...jobs: readonly UploadJob[]): UploadQueue {
	const queue = new UploadQueue();
	for (const job of jobs) queue.add(job);
	return queue;
}

function drain(queue: UploadQueue, mayTakeLarge = true): RequestPlan[] {
	const plans: RequestPlan[] = [];
	for (let next = queue.take(mayTakeLarge); next; next = queue.take(mayTakeLarge)) plans.push(next);
	return plans;
}

const numbers = (plans: readonly RequestPlan[]) => plans.map(({ jobs }) => jobs.map(({ n }) => n));

describe("planned requests", () => {
	it("carry more files while thousands wait, and fewer again towards the end", () => {
		const queue = queueOf(...Array.from({ length: 9000 }, (_, n) => sized(n, 10)));
		const lengths = drain(queue).map(({ jobs }) => jobs.length);
		expect(lengths[0]).toBe(90);
		expect(lengths.reduce((sum, length) => sum + length)).toBe(9000);
		expect(lengths.slice(-50, -1).every((length) => length === FORM_FILES)).toBe(true);
	});

	it("stay within the bounds of a form, and carry every file once", () => {
		const files = Array.from({ length: 1000 }, (_, n) => sized(n, (n * 7919) % (2 * MIB)));
		const queue = queueOf(...files);
		const plans = drain(queue);
		for (const { jobs, mode: way } of plans) {
			const bytes = jobs.reduce((sum, { file }) => sum + file.size, 0);
			expect(way).toBe("form");
			expect(jobs.length).toBeLessThanOrEqual(FORM_FILES);
			if (jobs.length > 1) expect(bytes).toBeLessThanOrEqual(FORM_BYTES);
		}
		expect(numbers(plans).flat()).toEqual(files.map(({ n }) => n));
		expect(queue.size).toBe(0);
	});

	it("carry empty files like any others", () => {
		const queue = queueOf(sized(1, 0), sized(2, 0));
		expect(numbers(drain(queue))).toEqual([[1, 2]]);
	});

	it("carry a large file alone and raw", () => {
		const queue = queueOf(sized(1, SMALL_FILE_BYTES), sized(2, SMALL_FILE_BYTES + 1));
		expect(drain(queue).map(({ mode: way, jobs }) => [way, jobs[0]?.n])).toEqual([
			["raw", 2],
			["form", 1],
		]);
	});

	it("leave large files for later when enough of them are in flight", () => {
		const queue = queueOf(sized(1, 5 * MIB), sized(2, 10));
		expect(numbers(drain(queue, false))).toEqual([[2]]);
		expect(numbers(drain(queue, true))).toEqual([[1]]);
	});

	it("take turns between batches", () => {
		const many = (from: number, batch: string) =>
			Array.from({ length: 60 }, (_, at) => sized(from + at, 10, { batch }));
		const queue = queueOf(...many(0, "first"), ...many(100, "second"));
		expect(drain(queue).map(({ batch }) => batch)).toEqual([
			"first",
			"second",
			"first",
			"second",
			"first",
			"second",
		]);
	});

	it("carry a file that failed before alone, so that it cannot fail others", () => {
		const queue = queueOf(sized(1, 10), sized(2, 10, { tries: 1 }), sized(3, 10));
		expect(numbers(drain(queue))).toEqual([[1], [2], [3]]);
	});
});
