import { beforeEach, describe, expect, it } from "vitest";
import { ANSWER_MS, STALL_MS, StallTimer } from "../../../../client/sending/requests/stall-timer.ts";
import { MIB } from "../../../../src/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Between two checks; a stall is detected at most this late. */
const CHECK_MS = 5_000;

let clock: FakeClock;
let stalls: number;
let timer: StallTimer;

beforeEach(() => {
	clock = new FakeClock();
	stalls = 0;
	timer = new StallTimer(clock, () => stalls++);
});

describe("a request", () => {
	it("that moves no byte is given up once", async () => {
		await clock.advance(STALL_MS - 1);
		expect(stalls).toBe(0);
		await clock.advance(CHECK_MS);
		expect(stalls).toBe(1);
		await clock.advance(10 * STALL_MS);
		expect(stalls).toBe(1);
	});

	it("that is slow is left alone", async () => {
		for (let round = 0; round < 20; round++) {
			await clock.advance(STALL_MS - CHECK_MS);
			timer.progressed();
		}
		expect(stalls).toBe(0);
	});

	it("whose body has left has more time, and more still for a larger body", async () => {
		timer.bodySent(30 * MIB);
		await clock.advance(ANSWER_MS + 30_000 - 1);
		expect(stalls).toBe(0);
		await clock.advance(CHECK_MS + 1);
		expect(stalls).toBe(1);
	});

	it("that has ended is no longer watched", async () => {
		timer.stop();
		await clock.advance(10 * STALL_MS);
		expect(stalls).toBe(0);
		expect(clock.waiting).toBe(0);
	});

	it("that slept may show that its connection works, and is given up soon otherwise", async () => {
		clock.sleep(3_600_000);
		await clock.advance(CHECK_MS);
		expect(stalls).toBe(0);
		timer.progressed();
		await clock.advance(9_999);
		expect(stalls).toBe(0);
		await clock.advance(CHECK_MS + 1);
		expect(stalls).toBe(1);
	});
});
