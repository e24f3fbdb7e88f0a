import { describe, expect, it } from "vitest";
import { isPassing, refusal } from "../../../client/http/failure.ts";
import { problem } from "../../../src/protocol/problem.ts";

describe("a refusal", () => {
	it("keeps the server's own sentence", () => {
		const told = problem("too-large", "This file is too large.");
		expect(refusal(413, told, null)).toEqual({ kind: "refused", status: 413, problem: told });
	});

	it("makes one up for a proxy's page", () => {
		expect(refusal(502, null, null)).toMatchObject({
			status: 502,
			problem: { detail: "The server answered with status 502. Try again in a moment." },
		});
	});

	it("reads Retry-After from the header, else from the body, in milliseconds", () => {
		const told = problem("rate-limited", "Slow down.", { retryAfter: 9 });
		expect(refusal(429, told, "2")).toMatchObject({ retryAfter: 2000 });
		expect(refusal(429, told, null)).toMatchObject({ retryAfter: 9000 });
		expect(refusal(503, null, "Wed, 21 Oct 2026 07:28:00 GMT")).not.toHaveProperty("retryAfter");
	});

	it("may pass when it is about now and not about the request", () => {
		expect(isPassing({ kind: "network" })).toBe(true);
		for (const [status, passes] of [
			[400, false],
			[401, false],
			[409, false],
			[429, true],
			[500, true],
			[503, true],
		] as const)
			expect([status, isPassing(refusal(status, null, null))]).toEqual([status, passes]);
	});
});
