import { beforeEach, describe, expect, it } from "vitest";
import { BandwidthLimiter } from "../../../../client/sending/requests/bandwidth-limiter.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

let clock: FakeClock;
let bandwidth: BandwidthLimiter;
let passed: string[];
const never = new AbortController().signal;

beforeEach(() => {
	clock = new FakeClock();
	bandwidth = new BandwidthLimiter(clock);
	passed = [];
});

function acquire(name: string, bytes: number, signal = never): void {
	void bandwidth.acquire(bytes, signal).then(() => passed.push(name));
}

describe("a bandwidth limiter", () => {
	it("lets everything pass without a limit", async () => {
		acquire("a", 1e9);
		acquire("b", 1e9);
		await settle();
		expect(passed).toEqual(["a", "b"]);
	});

	it("delays each request by the bytes before it, in order", async () => {
		bandwidth.limit = 1000;
		for (const name of ["a", "b", "c"]) acquire(name, 2000);
		await settle();
		expect(passed).toEqual(["a"]);
		await clock.advance(1_999);
		expect(passed).toEqual(["a"]);
		await clock.advance(1);
		expect(passed).toEqual(["a", "b"]);
		await clock.advance(2_000);
		expect(passed).toEqual(["a", "b", "c"]);
	});

	it("accumulates no allowance while nothing is sent", async () => {
		bandwidth.limit = 1000;
		await clock.advance(60_000);
		acquire("a", 1000);
		acquire("b", 1000);
		await settle();
		expect(passed).toEqual(["a"]);
	});

	it("follows a limit that is changed or lifted", async () => {
		bandwidth.limit = 1000;
		for (const name of ["a", "b", "c"]) acquire(name, 10_000);
		await clock.advance(5_000);
		bandwidth.limit = 5000;
		await clock.advance(1_000);
		expect(passed).toEqual(["a", "b"]);
		bandwidth.limit = null;
		await settle();
		expect(passed).toEqual(["a", "b", "c"]);
		expect(clock.waiting).toBe(0);
	});

	it("skips aborted requests at no cost to the others", async () => {
		bandwidth.limit = 1000;
		const gone = new AbortController();
		acquire("a", 1000);
		acquire("b", 1_000_000, gone.signal);
		acquire("c", 1000);
		gone.abort();
		await clock.advance(1_000);
		expect(passed.sort()).toEqual(["a", "b", "c"]);
	});
});
