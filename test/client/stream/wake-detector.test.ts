import { expect, test } from "vitest";
import type { Clock } from "../../../client/http/clock.ts";
import { detectWake, SLEEP_THRESHOLD_MS } from "../../../client/stream/wake-detector.ts";

test("a clock that jumps means a sleep, and one that is a little late does not", () => {
	let now = 0;
	let due = () => {};
	const clock: Clock = {
		now: () => now,
		random: () => 0,
		after(_, act) {
			due = act;
			return () => {};
		},
	};
	let woke = 0;
	detectWake(clock, () => woke++);
	for (const [ms, expected] of [
		[5_000, 0],
		[SLEEP_THRESHOLD_MS, 0],
		[8 * 60 * 60 * 1000, 1],
		[5_000, 1],
		[SLEEP_THRESHOLD_MS + 1, 2],
	] as const) {
		now += ms;
		due();
		expect(woke).toBe(expected);
	}
});
