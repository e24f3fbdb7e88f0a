import { beforeEach, describe, expect, it } from "vitest";
import { Bandwidth } from "../../../../client/sending/requests/bandwidth.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

let clock: FakeClock;
let bandwidth: Bandwidth;
let passed: string[];
const never = new AbortController().signal;

beforeEach(() => {
	clock = new FakeClock();
	bandwidth = new Bandwidth(clock);
	passed = [];
});

function ask(name: string, bytes: number, signal = never): void {
	void bandwidth.turn(bytes, signal).then(() => passed.push(name));
}

describe("bandwidth", () => {
	it("lets everything pass while there is no limit", async () => {
		ask("a", 1e9);
		ask("b", 1e9);
		await settle();
		expect(passed).toEqual(["a", "b"]);
	});

	it("gives what went before its time, in turn", async () => {
		bandwidth.limit = 1000;
		for (const name of ["a", "b", "c"]) ask(name, 2000);
		await settle();
		expect(passed).toEqual(["a"]);
		await clock.advance(1_999);
		expect(passed).toEqual(["a"]);
		await clock.advance(1);
		expect(passed).toEqual(["a", "b"]);
		await clock.advance(2_000);
		expect(passed).toEqual(["a", "b", "c"]);
	});

	it("saves nothing up while nothing is sent", async () => {
		bandwidth.limit = 1000;
		await clock.advance(60_000);
		ask("a", 1000);
		ask("b", 1000);
		await settle();
		expect(passed).toEqual(["a"]);
	});

	it("follows a limit that changes, or is lifted", async () => {
		bandwidth.limit = 1000;
		for (const name of ["a", "b", "c"]) ask(name, 10_000);
		await clock.advance(5_000);
		bandwidth.limit = 5000;
		await clock.advance(1_000);
		expect(passed).toEqual(["a", "b"]);
		bandwidth.limit = null;
		await settle();
		expect(passed).toEqual(["a", "b", "c"]);
		expect(clock.waiting).toBe(0);
	});

	it("passes over who does not want to go any more, at no cost to the others", async () => {
		bandwidth.limit = 1000;
		const gone = new AbortController();
		ask("a", 1000);
		ask("b", 1_000_000, gone.signal);
		ask("c", 1000);
		gone.abort();
		await clock.advance(1_000);
		expect(passed.sort()).toEqual(["a", "b", "c"]);
	});
});
