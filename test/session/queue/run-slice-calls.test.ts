import { describe, expect, it } from "vitest";
import {
	CALL_BYTES,
	CALL_FILES,
	PARALLEL_LARGE_CALLS,
	SLICE_MS,
	SMALL_FILE_BYTES,
} from "../../../src/session/limits.ts";
import { LARGE, READ, readAll, SMALL, slices } from "./call-slices.ts";

/*
 * What is observed within a call is asserted after the slice: what a call throws is the death of its extractor.
 */

describe("the calls of a slice", () => {
	it("have many small files each, and one after the other", async () => {
		let [running, most] = [0, 0];
		const { time, run, files, states } = slices(Array(CALL_FILES + 20).fill(SMALL), async (call) => {
			most = Math.max(most, ++running);
			await time.sleep(50);
			await readAll(call);
			running -= 1;
		});
		await run();
		expect(new Set(states())).toEqual(new Set(["completed"]));
		expect(most).toBe(1);
		expect(Math.max(...files().map(({ length }) => length))).toBe(CALL_FILES);
		expect(files().length).toBeLessThan(5);
	});

	it("have no more small files than a few megabytes", async () => {
		const { time, run, calls } = slices(Array(30).fill(SMALL_FILE_BYTES), async (call) => {
			await time.sleep(50);
			await readAll(call);
		});
		await run();
		const bytes = calls.map(({ files }) => files.reduce((sum, { size }) => sum + size, 0));
		expect(Math.max(...bytes)).toBeLessThan(CALL_BYTES + SMALL_FILE_BYTES);
		expect(calls.flatMap(({ files }) => files)).toHaveLength(30);
	});

	it("have one large file each, a few at a time, in the order of their tickets", async () => {
		let [running, most] = [0, 0];
		const { time, run, files } = slices(Array(8).fill(LARGE), async (call) => {
			most = Math.max(most, ++running);
			await time.sleep(100 * (call.files[0]?.n ?? 0));
			await readAll(call);
			running -= 1;
		});
		await run();
		expect(most).toBe(PARALLEL_LARGE_CALLS);
		expect(files()).toEqual([[1], [2], [3], [4], [5], [6], [7], [8]]);
	});

	it("read small files while large ones are being read, and the reverse", async () => {
		const ended: string[] = [];
		const { time, run } = slices([LARGE, LARGE, LARGE, LARGE, SMALL, SMALL], async (call) => {
			const isSmall = call.files[0]?.size === SMALL;
			await time.sleep(isSmall ? 10 : 1_000);
			await readAll(call);
			ended.push(isSmall ? "small" : "large");
		});
		await run();
		expect(ended[0]).toBe("small");
		const reverse: string[] = [];
		const other = slices([SMALL, LARGE], async (call) => {
			const isSmall = call.files[0]?.size === SMALL;
			await other.time.sleep(isSmall ? 1_000 : 10);
			await readAll(call);
			reverse.push(isSmall ? "small" : "large");
		});
		await other.run();
		expect(reverse).toEqual(["large", "small"]);
	});

	it("read a small file that arrives long after the slice should have ended, because a large one does not end", async () => {
		let meanwhile: unknown;
		const { time, store, run, stateOf, states } = slices([LARGE], async (call) => {
			if (call.files[0]?.size === SMALL) return readAll(call);
			await call.begin([1]);
			await time.sleep(SLICE_MS + 2_000);
			store(SMALL);
			await time.sleep(5_000);
			meanwhile = stateOf(2)?.state;
			call.end(1, READ);
		});
		await run();
		expect([meanwhile, ...states()]).toEqual(["completed", "completed", "completed"]);
	});

	it("read a file whose retry is due while a large one is being read", async () => {
		let tries = 0;
		let meanwhile: unknown;
		const { time, run, stateOf, states } = slices([LARGE, SMALL], async (call) => {
			const [file] = call.files;
			if (file?.n === 2 && ++tries === 1) {
				await call.begin([2]);
				return call.end(2, { ok: "storage-silent", requests: 1 });
			}
			if (file?.n === 2) return readAll(call);
			await call.begin([1]);
			await time.sleep(8_000);
			meanwhile = stateOf(2)?.state;
			call.end(1, READ);
		});
		await run();
		expect([meanwhile, ...states()]).toEqual(["completed", "completed", "completed"]);
	});

	it("ask an extractor again, after one has died, while another one reads a large file", async () => {
		let isDead = true;
		let meanwhile: unknown;
		const { time, run, stateOf, states } = slices([LARGE, SMALL], async (call) => {
			if (call.files[0]?.size === SMALL && isDead) {
				isDead = false;
				throw new Error("Killed.");
			}
			if (call.files[0]?.size === SMALL) return readAll(call);
			await time.sleep(10);
			await call.begin([1]);
			await time.sleep(8_000);
			meanwhile = stateOf(2)?.state;
			call.end(1, READ);
		});
		await run();
		expect([meanwhile, ...states()]).toEqual(["completed", "completed", "completed"]);
	});

	it("stop at a checkpoint when the slice is over and other files wait, and not before", async () => {
		const stops: boolean[] = [];
		const { time, store, run, states } = slices([LARGE], async (call) => {
			await call.begin([1]);
			stops.push(call.terms.shouldStop());
			await time.sleep(SLICE_MS);
			stops.push(call.terms.shouldStop());
			store(LARGE);
			await time.sleep(1);
			// A file whose first bytes nobody has looked at, or a large one, waits for the next slice.
			stops.push(call.terms.shouldStop());
			call.end(1, { ok: "later", requests: 1 });
		});
		await run();
		expect(stops).toEqual([false, false, true]);
		expect(states()).toEqual(["queued", "queued"]);
	});
});
