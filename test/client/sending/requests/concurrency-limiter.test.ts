import { beforeEach, describe, expect, it } from "vitest";
import {
	ConcurrencyLimiter,
	MAX_REQUESTS,
	maxRequests,
} from "../../../../client/sending/requests/concurrency-limiter.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const MAX = 8;

let clock: FakeClock;
let concurrency: ConcurrencyLimiter;

beforeEach(() => {
	clock = new FakeClock();
	concurrency = new ConcurrencyLimiter(clock, MAX);
});

/** Some seconds of requests, with a throughput that depends on how many are in flight. */
async function work(seconds: number, bytesPerSecond: (requests: number) => number): Promise<void> {
	for (let tick = 0; tick < seconds * 10; tick++) {
		await clock.advance(100);
		const { limit } = concurrency;
		for (let request = 0; request < limit; request++)
			concurrency.succeeded(bytesPerSecond(limit) / 10 / limit, 0);
	}
}

describe("requests at once", () => {
	it("are few at first, and grow to the maximum while that is faster", async () => {
		expect(concurrency.limit).toBe(2);
		await work(10, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MAX);
	});

	it("stop growing where more would be slower", async () => {
		await work(30, (requests) => (requests <= 4 ? requests * 1e6 : 1e6));
		expect(concurrency.limit).toBeGreaterThanOrEqual(4);
		expect(concurrency.limit).toBeLessThanOrEqual(5);
	});

	it("are halved by congestion, but at least one, and grow back", async () => {
		await work(10, (requests) => requests * 1e6);
		concurrency.congested();
		expect(concurrency.limit).toBe(MAX / 2);
		for (let again = 0; again < 10; again++) concurrency.congested();
		expect(concurrency.limit).toBe(1);
		await work(20, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MAX);
	});

	it("never exceed the maximum", async () => {
		concurrency = new ConcurrencyLimiter(clock, 1);
		await work(10, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(1);
	});

	it("ignore a measurement during which the machine slept", async () => {
		await work(10, (requests) => requests * 1e6);
		clock.sleep(3_600_000);
		await work(2, (requests) => requests * 1e6);
		expect(concurrency.limit).toBe(MAX);
	});
});

it("leaves connections free over HTTP/1.1, and allows more where all requests share one connection", () => {
	expect(MAX_REQUESTS).toBeLessThanOrEqual(4);
	for (const protocol of ["http/1.1", "", "unknown"]) expect(maxRequests(protocol)).toBe(MAX_REQUESTS);
	for (const protocol of ["h2", "h3"]) expect(maxRequests(protocol)).toBeGreaterThan(MAX_REQUESTS);
});
