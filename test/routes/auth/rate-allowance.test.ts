import { describe, expect, test } from "vitest";
import { Leaves, REQUESTS_PER_LEAVE } from "../../../src/routes/auth/rate-allowance.ts";

describe("a leave to send", () => {
	test("is asked for once for several requests, and is nobody else's", () => {
		const leaves = new Leaves();
		let asked = 0;
		for (let request = 0; request < 4 * REQUESTS_PER_LEAVE; request++) {
			if (leaves.use("a")) continue;
			asked += 1;
			leaves.give("a");
			expect(leaves.use("b")).toBe(false);
		}
		expect(asked).toBe(4);
	});

	test("may be forgotten, so that memory stays bounded", () => {
		const leaves = new Leaves();
		for (let session = 0; session <= 1_000; session++) leaves.give(String(session));
		expect(leaves.use("0")).toBe(false);
		expect(leaves.use("1000")).toBe(true);
	});
});
