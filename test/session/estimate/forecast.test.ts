import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import { apply, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { Forecast } from "../../../src/session/estimate/forecast.ts";

/** A session that is told change by change, at the times that are given. */
function story() {
	const state = emptyState("told");
	const forecast = new Forecast([]);
	return (at: number, ...changes: Change[]) => {
		for (const change of changes) {
			const before = isFileChange(change) ? state.files.get(change.file) : undefined;
			apply(state, change);
			if (isFileChange(change)) forecast.update(before, state.files.get(change.file));
		}
		return forecast.estimate(state, 1_000_000 + at);
	};
}

const waiting = (file: number): Change => {
	return { file, batch: 1, name: "", size: 1000, state: "queued", stored: 1000, ticket: file, progress: 10 };
};
const start = (file: number): Change => ({ file, state: "processing", attempt: 1 });
const done = (file: number): Change => {
	return { file, state: "completed", progress: 100, kind: "other", took: 100 };
};

describe("a forecast", () => {
	/** Forty of a hundred files are read, one in 100 ms. */
	function begun() {
		const tell = story();
		tell(0, ...Array.from({ length: 100 }, (_, index) => waiting(index + 1)));
		for (let n = 1; n <= 40; n++) {
			tell(100 * n - 100, start(n));
			tell(100 * n, done(n));
		}
		return tell;
	}

	test("says nothing before anything was seen", () => {
		const tell = story();
		expect(tell(0)).toBeNull();
		expect(tell(1, waiting(1))).toBeNull();
		expect(tell(2, start(1))).toBeNull();
		expect(tell(3, done(1))).toBeNull();
	});

	test("of files that take a tenth of a second each is right", () => {
		const told = begun()(4_300);
		expect(told?.queue.from).toBeLessThan(6_000);
		expect(told?.queue.to).toBeGreaterThan(5_500);
	});

	test("stands still, and says why, while everything is paused", () => {
		const tell = begun();
		const paused = Array.from({ length: 60 }, (_, index): Change => {
			return { file: index + 41, state: "paused", ticket: null };
		});
		const told = tell(4_100, ...paused);
		expect(told?.held).toBe("paused");
		expect(tell(100_000)).toEqual(told);
		const resumed = tell(100_001, ...paused.map((_, index) => waiting(index + 41)));
		expect(resumed).not.toHaveProperty("held");
		expect(resumed?.queue.from).toBeLessThan(6_100);
		expect(resumed?.queue.to).toBeGreaterThan(5_900);
	});

	test("stands still when no more bytes come", () => {
		const tell = begun();
		const expected = { batch: 1, name: "", size: 1000, state: "expected" } as const;
		tell(4_100, ...Array.from({ length: 50 }, (_, index): Change => ({ ...expected, file: 101 + index })));
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		const told = tell(20_000, ...rest.map(start), ...rest.map(done));
		expect(told?.held).toBe("no-bytes");
		expect(tell(60_000)).toEqual(told);
	});

	test("waits for a file that is tried again later", () => {
		const tell = begun();
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		const told = tell(9_000, ...rest.map(start), ...rest.slice(1).map(done), {
			file: 41,
			state: "retrying",
			retryAt: 1_000_000 + 69_000,
			problem: { code: "x", detail: "x" },
		});
		expect(told?.queue.to).toBeGreaterThan(5_000);
	});

	test("is over when nothing is left", () => {
		const tell = begun();
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		expect(tell(9_000, ...rest.map(start), ...rest.map(done))).toBeNull();
	});
});
