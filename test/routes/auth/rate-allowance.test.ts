import { describe, expect, test } from "vitest";
import { RateAllowance, REQUESTS_PER_CHECK } from "../../../src/routes/auth/rate-allowance.ts";

describe("a rate allowance", () => {
	test("covers several requests of one session per check", () => {
		const allowance = new RateAllowance();
		let checks = 0;
		for (let request = 0; request < 4 * REQUESTS_PER_CHECK; request++) {
			if (allowance.take("a")) continue;
			checks += 1;
			allowance.grant("a");
			expect(allowance.take("b")).toBe(false);
		}
		expect(checks).toBe(4);
	});

	test("may be evicted, so that memory stays bounded", () => {
		const allowance = new RateAllowance();
		for (let session = 0; session <= 1_000; session++) allowance.grant(String(session));
		expect(allowance.take("0")).toBe(false);
		expect(allowance.take("1000")).toBe(true);
	});
});
