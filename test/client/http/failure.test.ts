import { describe, expect, it } from "vitest";
import { isTransient, parseRefusal } from "../../../client/http/failure.ts";
import { problem } from "../../../src/protocol/problem.ts";

describe("a refusal", () => {
	it("keeps the server's own sentence", () => {
		const sent = problem("too-large", "This file is too large.");
		expect(parseRefusal(413, sent, null)).toEqual({ kind: "refused", status: 413, problem: sent });
	});

	it("is made up for a proxy's error page", () => {
		expect(parseRefusal(502, null, null)).toMatchObject({
			status: 502,
			problem: { detail: "The server answered with status 502. Try again in a moment." },
		});
	});

	it("reads Retry-After from the header, else from the body, in milliseconds", () => {
		const sent = problem("rate-limited", "Slow down.", { retryAfter: 9 });
		expect(parseRefusal(429, sent, "2")).toMatchObject({ retryAfterMs: 2000 });
		expect(parseRefusal(429, sent, null)).toMatchObject({ retryAfterMs: 9000 });
		expect(parseRefusal(503, null, "Wed, 21 Oct 2026 07:28:00 GMT")).not.toHaveProperty("retryAfterMs");
	});

	it("is transient if the status is about the moment and not about the request", () => {
		expect(isTransient({ kind: "network" })).toBe(true);
		for (const [status, expected] of [
			[400, false],
			[401, false],
			[409, false],
			[429, true],
			[500, true],
			[503, true],
		] as const)
			expect([status, isTransient(parseRefusal(status, null, null))]).toEqual([status, expected]);
	});
});
