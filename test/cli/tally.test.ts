import { describe, expect, test } from "vitest";
import { UploadTally } from "../../cli/upload/tally.ts";
import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import { FILE_STATES } from "../../src/protocol/files/file-state.ts";
import { property } from "../support/seed.ts";

function record(n: number, patch: Partial<FileRecord> = {}): FileRecord {
	return {
		n,
		batch: 1,
		name: "a",
		size: 10,
		state: "expected",
		progress: 0,
		attempt: 0,
		stored: 0,
		at: 0,
		...patch,
	};
}

const STORED = { stage: "upload_complete", stored: 10 } as const;

describe("a tally", () => {
	test("counts only its own files", () => {
		const tally = new UploadTally();
		tally.add(1);
		tally.record(2, record(2, { state: "completed", ...STORED }));
		expect([tally.open, tally.done, tally.stored]).toEqual([1, 0, 0]);
		tally.record(1, record(1, { state: "completed", ...STORED }));
		expect([tally.open, tally.done, tally.stored]).toEqual([0, 1, 10]);
	});

	test("counts removed, failed and cancelled files as failed", () => {
		const tally = new UploadTally();
		for (const n of [1, 2, 3]) tally.add(n);
		tally.record(1, undefined);
		tally.record(2, record(2, { state: "failed", problem: { code: "x", detail: "Broken." } }));
		tally.record(3, record(3, { state: "cancelled" }));
		expect([tally.open, tally.failed]).toEqual([0, 3]);
		expect(tally.problem(1)?.code).toBe("removed");
	});

	test("counts a retried file as open again", () => {
		const tally = new UploadTally();
		tally.add(1);
		tally.record(1, record(1, { state: "failed", ...STORED }));
		tally.record(1, record(1, { state: "queued", ...STORED }));
		expect([tally.open, tally.failed]).toEqual([1, 0]);
	});

	test("keeps a local failure although the session still expects the bytes", () => {
		const tally = new UploadTally();
		tally.add(1);
		tally.fail(1, { code: "unreadable", detail: "It is gone." });
		tally.record(1, record(1));
		expect(tally.failed).toBe(1);
		expect(tally.problem(1)?.detail).toBe("It is gone.");
		tally.record(1, record(1, { state: "completed", ...STORED }));
		expect([tally.done, tally.problem(1)]).toEqual([1, undefined]);
	});

	test("its counts always match a full recount", async () => {
		await property(100, (random) => {
			const tally = new UploadTally();
			const last = new Map<number, FileRecord | undefined>();
			for (let n = 1; n <= 5; n++) tally.add(n);
			for (let step = 0; step < 40; step++) {
				const n = 1 + random.below(5);
				const next =
					random.below(8) === 0
						? undefined
						: record(n, {
								state: random.pick(FILE_STATES) ?? "queued",
								...(random.below(2) === 0 && STORED),
							});
				tally.record(n, next);
				last.set(n, next);
				expect(tally.open + tally.done + tally.failed).toBe(5);
			}
			const all = [...last.values()];
			expect(tally.done).toBe(all.filter((one) => one?.state === "completed").length);
			expect(tally.paused).toBe(all.filter((one) => one?.state === "paused").length);
			expect(tally.stored).toBe(all.reduce((sum, one) => sum + (one?.stage ? one.stored : 0), 0));
		});
	});
});
