import { beforeEach, describe, expect, it } from "vitest";
import { Concurrency } from "../../../../client/sending/requests/concurrency.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const MOST = 8;

let clock: FakeClock;
let concurrency: Concurrency;

beforeEach(() => {
	clock = new FakeClock();
	concurrency = new Concurrency(clock, MOST);
});

/** Some seconds of requests, at what the line gives for the number that is under way. */
async function work(seconds: number, bytesPerSecond: (requests: number) => number): Promise<void> {
	for (let tick = 0; tick < seconds * 10; tick++) {
		await clock.advance(100);
		const { limit } = concurrency;
		for (let request = 0; request < limit; request++)
			concurrency.answered(bytesPerSecond(limit) / 10 / limit, 0);
	}
}

describe("requests at once", () => {
	it("are few at first, and as many as may be while that makes it faster", async () => {
		expect(concurrency.limit).toBe(2);
		await work(10, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MOST);
	});

	it("stay about where more would be slower", async () => {
		await work(30, (requests) => (requests <= 4 ? requests * 1e6 : 1e6));
		expect(concurrency.limit).toBeGreaterThanOrEqual(4);
		expect(concurrency.limit).toBeLessThanOrEqual(5);
	});

	it("are halved by every refusal, but never none, and come back to all", async () => {
		await work(10, (requests) => requests * 1e6);
		concurrency.congested();
		expect(concurrency.limit).toBe(MOST / 2);
		for (let again = 0; again < 10; again++) concurrency.congested();
		expect(concurrency.limit).toBe(1);
		await work(20, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MOST);
	});

	it("are never more than there are connections for", async () => {
		concurrency = new Concurrency(clock, 1);
		await work(10, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(1);
	});

	it("learn nothing from a time in which the machine slept", async () => {
		await work(10, (requests) => requests * 1e6);
		clock.sleep(3_600_000);
		await work(2, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MOST);
	});
});
