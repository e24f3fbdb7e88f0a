import { describe, expect, it } from "vitest";
import { MAX_ATTEMPTS } from "../../../src/protocol/limits.ts";
import { EXTRACTOR_RETRY_FIRST_MS, PARALLEL_LARGE_CALLS } from "../../../src/session/limits.ts";
import type { ExtractorCall } from "../../../src/session/queue/extractor-call.ts";
import { INTERRUPTED } from "../../../src/session/queue/interrupted.ts";
import { LARGE, READ, readAll, SMALL, slices } from "./call-slices.ts";

describe("an attempt at reading a file", () => {
	it("is written before it begins", async () => {
		const seen: unknown[] = [];
		const { wake, stateOf, run } = slices([SMALL], async (call) => {
			seen.push(stateOf(1));
			await call.begin([1]);
			seen.push(wake().session.state.files.get(1));
			call.end(1, READ);
		});
		await run();
		seen.push(stateOf(1));
		expect(seen).toMatchObject([
			{ state: "queued", attempt: 0 },
			{ state: "processing", attempt: 1 },
			{ state: "completed", attempt: 1 },
		]);
	});

	it("does not begin for files that nobody wants any more, that another call reads, or that were not given", async () => {
		const answers: (readonly number[])[] = [];
		const { session, run } = slices([SMALL, SMALL, SMALL, SMALL, LARGE], async (call) => {
			if (call.files[0]?.size === LARGE) return readAll(call);
			session.execute({ type: "verb", verb: "cancel", target: { file: 1 } });
			session.execute({ type: "verb", verb: "pause", target: { file: 2 } });
			session.execute({ type: "remove", target: { file: 3 } });
			answers.push(await call.begin([1, 2, 3, 4, 5, 99]), await call.begin([4]));
			call.end(4, READ);
			answers.push(await call.begin([4]));
		});
		await run();
		expect(answers).toEqual([[4], [], []]);
	});

	it("is not begun by a second call when its file was paused and resumed while the first call waited", async () => {
		const begun: (readonly number[])[] = [];
		let isReading: boolean | undefined;
		const { session, time, run, calls, stateOf } = slices([LARGE], async (call) => {
			if (calls.length > 1) {
				await time.sleep(50);
				begun.push(await call.begin([1]));
				return;
			}
			for (const verb of ["pause", "resume"] as const)
				session.execute({ type: "verb", verb, target: { file: 1 } });
			await time.sleep(10);
			begun.push(await call.begin([1]));
			await time.sleep(100);
			isReading = call.isReading(1);
			call.end(1, READ);
		});
		await run();
		expect(begun).toEqual([[1], []]);
		expect(isReading).toBe(true);
		expect(stateOf(1)).toMatchObject({ state: "completed", attempt: 1 });
	});

	it.each<[what: string, extractor: (call: ExtractorCall) => Promise<void>]>([
		["dies", async () => Promise.reject(new Error("Killed."))],
		["returns", async () => {}],
	])(
		"is charged to nobody when the extractor %s before it begins, and is made later",
		async (_what, fails) => {
			let isUp = false;
			const { time, run, stateOf, indexes } = slices([SMALL, LARGE], (call) =>
				isUp ? readAll(call) : fails(call),
			);
			await run();
			for (const n of [1, 2])
				expect(stateOf(n)).toMatchObject({
					state: "queued",
					attempt: 0,
					problem: { code: "extractor-silent" },
				});
			const askedAt = indexes.readQueue.wakeAt(time.now) ?? 0;
			expect(askedAt - time.now).toBeGreaterThanOrEqual(EXTRACTOR_RETRY_FIRST_MS / 2);
			isUp = true;
			time.now = askedAt;
			await run();
			for (const n of [1, 2]) {
				expect(stateOf(n)).toMatchObject({ state: "completed", attempt: 1 });
				expect(stateOf(n)).not.toHaveProperty("problem");
			}
		},
	);

	it.each<[what: string, end: () => Promise<void>]>([
		["dies", async () => Promise.reject(new Error("Killed."))],
		["returns", async () => {}],
	])(
		"is charged to the files that have begun and not ended when the extractor %s, and each is then read alone",
		async (_what, end) => {
			let times = 0;
			const { run, files, calls, stateOf, states } = slices([SMALL, SMALL, SMALL], async (call) => {
				times += 1;
				if (times > 1) return readAll(call);
				await call.begin([1, 2]);
				call.end(1, READ);
				return end();
			});
			await run();
			expect(states()).toEqual(["completed", "completed", "completed"]);
			expect([1, 2, 3].map((n) => stateOf(n)?.attempt)).toEqual([1, 2, 1]);
			expect(files()[0]).toEqual([1, 2, 3]);
			expect(files().slice(1).toSorted()).toEqual([[2], [3]]);
			expect(calls.find(({ files: [file] }) => file?.n === 2)?.terms.alone).toBe(true);
			expect(calls.find(({ files: [file] }) => file?.n === 3)?.terms.alone).toBe(false);
		},
	);

	it(`ends in failure, with the reason, after ${MAX_ATTEMPTS} times that its extractor died`, async () => {
		const { run, calls, stateOf } = slices([SMALL], async (call) => {
			await call.begin([1]);
			throw new Error("Killed.");
		});
		await run();
		expect(stateOf(1)).toMatchObject({
			state: "failed",
			attempt: MAX_ATTEMPTS,
			problem: { code: INTERRUPTED, detail: expect.stringContaining(`${MAX_ATTEMPTS} times`) },
		});
		expect(calls).toHaveLength(MAX_ATTEMPTS);
	});

	it("does not count once something was saved before the extractor died", async () => {
		let times = 0;
		const { run, stateOf } = slices([LARGE], async (call) => {
			await call.begin([1]);
			times += 1;
			if (times > 2 * MAX_ATTEMPTS) return call.end(1, READ);
			call.onSaved(1);
			throw new Error("Killed.");
		});
		await run();
		expect(stateOf(1)).toMatchObject({ state: "completed", attempt: 1 });
	});
});

describe("the end of reading a file", () => {
	it("counts once, and only from the call that reads it", async () => {
		const problem = { code: "lie", detail: "It is not so." };
		const lie = { ok: false, problem, kind: "other", mime: "text/plain", requests: 1 } as const;
		const { run, states } = slices([SMALL, SMALL, LARGE], async (call) => {
			for (const n of [1, 2, 3, 99]) call.end(n, lie);
			await readAll(call);
			for (const n of [1, 2, 3, 99]) call.end(n, lie);
		});
		await run();
		expect(states()).toEqual(["completed", "completed", "completed"]);
	});

	it("of a call that reads an old file does not end the new file of the same number", async () => {
		let meanwhile: unknown;
		const { session, time, run, calls, stateOf } = slices([LARGE], async (call) => {
			if (calls.length > 1) {
				await call.begin([1]);
				await time.sleep(1_000);
				meanwhile = stateOf(1)?.state;
				return call.end(1, READ);
			}
			await call.begin([1]);
			const target = { file: 1 };
			session.execute({ type: "verb", verb: "cancel", target });
			session.execute({ type: "verb", verb: "retry", target });
			session.execute({ type: "store", arrivals: [{ object: "new", size: LARGE, to: target }] });
			await time.sleep(500);
			call.end(1, {
				ok: false,
				problem: { code: "old", detail: "Old." },
				kind: "other",
				mime: "",
				requests: 0,
			});
		});
		await run();
		expect([calls.length, meanwhile, stateOf(1)?.state]).toEqual([2, "processing", "completed"]);
	});

	it("of a turn leaves the file its place before all files that have not begun", async () => {
		const { time, run, files } = slices([LARGE, LARGE, LARGE, LARGE], async (call) => {
			const [file] = call.files;
			const begun = await call.begin([file?.n ?? 0]);
			await time.sleep(10);
			const isFirstTurn = file?.n === 1 && files().length <= PARALLEL_LARGE_CALLS;
			for (const n of begun) call.end(n, isFirstTurn ? { ok: "later", requests: 0 } : READ);
		});
		await run();
		expect(files()).toEqual([[1], [2], [3], [1], [4]]);
	});
});
