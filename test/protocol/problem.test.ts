import { describe, expect, it } from "vitest";
import { problem } from "../../src/protocol/problem.ts";

describe("a problem", () => {
	it("has the members of RFC 9457 and a code", () => {
		expect(problem("not-found", "There is no file 7.")).toEqual({
			type: "https://darkroom.dev/problems/not-found",
			code: "not-found",
			title: "Not found",
			status: 404,
			detail: "There is no file 7.",
		});
	});

	it("can say when to retry", () => {
		expect(problem("rate-limited", "Wait.", { retryAfter: 3 })).toMatchObject({ status: 429, retryAfter: 3 });
	});
});
