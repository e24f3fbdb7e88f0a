import { beforeEach, describe, expect, it } from "vitest";
import { ANSWER_MS, STALL_MS, StallWatch } from "../../../../client/sending/requests/stall-timer.ts";
import { MIB } from "../../../../src/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Between two looks; a stall is found that much late at most. */
const LOOK_MS = 5_000;

let clock: FakeClock;
let stalls: number;
let watch: StallWatch;

beforeEach(() => {
	clock = new FakeClock();
	stalls = 0;
	watch = new StallWatch(clock, () => stalls++);
});

describe("a request", () => {
	it("that moves no byte is given up, once", async () => {
		await clock.advance(STALL_MS - 1);
		expect(stalls).toBe(0);
		await clock.advance(LOOK_MS);
		expect(stalls).toBe(1);
		await clock.advance(10 * STALL_MS);
		expect(stalls).toBe(1);
	});

	it("that crawls is left alone", async () => {
		for (let round = 0; round < 20; round++) {
			await clock.advance(STALL_MS - LOOK_MS);
			watch.moved();
		}
		expect(stalls).toBe(0);
	});

	it("whose bytes have all left has longer, and longer still with more bytes", async () => {
		watch.allSent(30 * MIB);
		await clock.advance(ANSWER_MS + 30_000 - 1);
		expect(stalls).toBe(0);
		await clock.advance(LOOK_MS + 1);
		expect(stalls).toBe(1);
	});

	it("that is over is watched no more", async () => {
		watch.end();
		await clock.advance(10 * STALL_MS);
		expect(stalls).toBe(0);
		expect(clock.waiting).toBe(0);
	});

	it("that was slept over may prove that its line still works, and is given up soon when it does not", async () => {
		clock.sleep(3_600_000);
		await clock.advance(LOOK_MS);
		expect(stalls).toBe(0);
		watch.moved();
		await clock.advance(9_999);
		expect(stalls).toBe(0);
		await clock.advance(LOOK_MS + 1);
		expect(stalls).toBe(1);
	});
});
