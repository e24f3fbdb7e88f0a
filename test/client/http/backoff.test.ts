import { describe, expect, it } from "vitest";
import { backoff, MAX_WINDOW_MS } from "../../../client/http/backoff.ts";
import { FakeClock } from "../support/fake-clock.ts";

function waitFor(chance: number, failures: number, options = {}): number {
	const clock = new FakeClock();
	clock.chance = chance;
	return backoff(clock, failures, options);
}

describe("backoff", () => {
	it("jitters over the whole window, which doubles with every failure", () => {
		expect(waitFor(0, 1)).toBe(0);
		expect(waitFor(0.5, 1, { first: 1000 })).toBe(500);
		expect(waitFor(0.5, 2, { first: 1000 })).toBe(1000);
		expect(waitFor(0.5, 4, { first: 1000 })).toBe(4000);
	});

	it("has a longest window", () => {
		expect(waitFor(0.999, 50)).toBeLessThan(MAX_WINDOW_MS);
	});

	it("adds what the server asked for", () => {
		expect(waitFor(0, 1, { floor: 7000 })).toBe(7000);
		expect(waitFor(0, 9, { floor: 7000 })).toBe(7000);
	});
});
