import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import { apply, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { Forecast } from "../../../src/session/estimate/forecast.ts";

/** A session and its forecast: applies changes at a time (ms), returns the estimate. */
function forecastedSession() {
	const state = emptyState("epoch");
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
	/** Forty of a hundred files have been read, one every 100 ms. */
	function begun() {
		const at = forecastedSession();
		at(0, ...Array.from({ length: 100 }, (_, index) => waiting(index + 1)));
		for (let n = 1; n <= 40; n++) {
			at(100 * n - 100, start(n));
			at(100 * n, done(n));
		}
		return at;
	}

	test("is absent before anything has been measured", () => {
		const at = forecastedSession();
		expect(at(0)).toBeNull();
		expect(at(1, waiting(1))).toBeNull();
		expect(at(2, start(1))).toBeNull();
		expect(at(3, done(1))).toBeNull();
	});

	test("is right for files that take a tenth of a second each", () => {
		const estimate = begun()(4_300);
		expect(estimate?.queue.from).toBeLessThan(6_000);
		expect(estimate?.queue.to).toBeGreaterThan(5_500);
	});

	test("does not change while everything is paused, and says so", () => {
		const at = begun();
		const paused = Array.from({ length: 60 }, (_, index): Change => {
			return { file: index + 41, state: "paused", ticket: null };
		});
		const estimate = at(4_100, ...paused);
		expect(estimate?.held).toBe("paused");
		expect(at(100_000)).toEqual(estimate);
		const resumed = at(100_001, ...paused.map((_, index) => waiting(index + 41)));
		expect(resumed).not.toHaveProperty("held");
		expect(resumed?.queue.from).toBeLessThan(6_100);
		expect(resumed?.queue.to).toBeGreaterThan(5_900);
	});

	test("does not change while no bytes arrive", () => {
		const at = begun();
		const expected = { batch: 1, name: "", size: 1000, state: "expected" } as const;
		at(4_100, ...Array.from({ length: 50 }, (_, index): Change => ({ ...expected, file: 101 + index })));
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		const estimate = at(20_000, ...rest.map(start), ...rest.map(done));
		expect(estimate?.held).toBe("no-bytes");
		expect(at(60_000)).toEqual(estimate);
	});

	test("includes the wait for a file that is retried later", () => {
		const at = begun();
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		const estimate = at(9_000, ...rest.map(start), ...rest.slice(1).map(done), {
			file: 41,
			state: "retrying",
			retryAt: 1_000_000 + 69_000,
			problem: { code: "x", detail: "x" },
		});
		expect(estimate?.queue.to).toBeGreaterThan(5_000);
	});

	test("ends when nothing is left", () => {
		const at = begun();
		const rest = Array.from({ length: 60 }, (_, index) => index + 41);
		expect(at(9_000, ...rest.map(start), ...rest.map(done))).toBeNull();
	});
});
