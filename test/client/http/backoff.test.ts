import { describe, expect, it } from "vitest";
import { backoff, LONGEST_WINDOW_MS } from "../../../client/http/backoff.ts";
import { FakeClock } from "../support/fake-clock.ts";

function spread(chance: number, failures: number, options = {}): number {
	const clock = new FakeClock();
	clock.chance = chance;
	return backoff(clock, failures, options);
}

describe("backoff", () => {
	it("jitters over the whole window, which doubles with every failure", () => {
		expect(spread(0, 1)).toBe(0);
		expect(spread(0.5, 1, { first: 1000 })).toBe(500);
		expect(spread(0.5, 2, { first: 1000 })).toBe(1000);
		expect(spread(0.5, 4, { first: 1000 })).toBe(4000);
	});

	it("stops growing", () => {
		expect(spread(0.999, 50)).toBeLessThan(LONGEST_WINDOW_MS);
	});

	it("never undercuts what the server asked for", () => {
		expect(spread(0, 1, { floor: 7000 })).toBe(7000);
		expect(spread(0, 9, { floor: 7000 })).toBe(7000);
	});
});
