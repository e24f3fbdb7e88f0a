import { describe, expect, test } from "vitest";
import { keptRuns } from "../../support/runs/recorded-run.ts";
import { largestJump, middleOf, replay, type Telling } from "../../support/runs/replay-run.ts";
import { simulate } from "../../support/runs/simulated-run.ts";
import { property } from "../../support/seed.ts";

function expectSane(tellings: readonly Telling[]): void {
	for (const { told } of tellings) {
		if (told === null) continue;
		for (const span of [told.queue, told.all]) {
			if (span === null) continue;
			expect(span.from).toBeGreaterThanOrEqual(0);
			expect(span.to).toBeGreaterThanOrEqual(span.from);
			expect(Number.isFinite(span.to)).toBe(true);
		}
	}
	expect(tellings.at(-1)?.told ?? null).toBeNull();
	expect(largestJump(tellings)).toBeLessThanOrEqual(0.25);
}

/** How far off it was, as a share of the truth, between a tenth and nine tenths of the work. */
function misses(tellings: readonly Telling[]): number[] {
	return tellings.flatMap((telling) => {
		const told = middleOf(telling);
		if (told === undefined || telling.done < 0.1 || telling.done > 0.9) return [];
		return [Math.max(0, Math.abs(told - telling.actual) - 500) / telling.actual];
	});
}

function medianOf(numbers: readonly number[]): number {
	return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

describe("the forecast of a recorded run", () => {
	test.for(keptRuns())("is never negative and never jumps: $name", (run) => {
		expectSane(replay(run));
	});
});

describe("the forecast of any run of even pace", () => {
	test("is close after a tenth, whichever of sending and reading is slower", async () => {
		// Always the same runs: how close it is says something of many, and not of each that could be.
		const first = 1;
		await property(
			12,
			(chance) => {
				const files = 100 + chance.below(150);
				const seconds = 15 + chance.below(60);
				const size = 10_000 * (1 + chance.below(100));
				const hands = 1 + chance.below(6);
				const slow = chance.pick(["sending", "reading"] as const);
				const cost = ((slow === "reading" ? seconds : seconds / 10) * 1000 * hands) / files;
				const line = (files * (size + 20_000)) / ((slow === "sending" ? seconds : seconds / 10) * 1000);
				const sizes = Array.from({ length: files }, () => Math.round(size * (0.5 + chance.next())));
				const tellings = replay(simulate({ sizes, costs: sizes.map(() => cost), line, hands }, chance));
				expectSane(tellings);
				expect(medianOf(misses(tellings))).toBeLessThan(0.2);
			},
			first,
		);
	});
});
