import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { problem } from "../../../src/protocol/problem.ts";
import { problemOfError, problemResponse } from "../../../src/routes/http/problem-response.ts";

test("a problem becomes an uncacheable problem+json response", async () => {
	const refusal = problem("rate-limited", "Wait a moment.", { retryAfter: 7 });
	const response = problemResponse(refusal, { "x-more": "1" });
	expect(response.status).toBe(429);
	expect(Object.fromEntries(response.headers)).toEqual({
		"content-type": "application/problem+json",
		"cache-control": "no-store",
		"retry-after": "7",
		"x-more": "1",
	});
	expect(await response.json()).toEqual(refusal);
});

test("a 401 has a WWW-Authenticate header", () => {
	expect(problemResponse(problem("unauthorized", "Who?")).headers.get("www-authenticate")).toContain(
		"Bearer",
	);
});

test.for([
	["a Durable Object that is restarting", { retryable: true }, 503, 1],
	["an overloaded Durable Object", { overloaded: true }, 503, 1],
	["a Durable Object that was reset", { durableObjectReset: true }, 503, 1],
	["a bug", new TypeError("x is not a function"), 500, undefined],
	["a thrown value that is no error", "text", 500, undefined],
] as const)("%s becomes a problem", ([, error, status, retryAfter]) => {
	const found = problemOfError(error);
	expect(found).toMatchObject({ status });
	expect(found.retryAfter).toBe(retryAfter);
	expect(found.detail).not.toContain("not a function");
});

test("a client error of the framework keeps its message, a server error does not", () => {
	expect(problemOfError(new HTTPException(400, { message: "Bad." }))).toMatchObject({
		code: "malformed",
		detail: "Bad.",
	});
	expect(problemOfError(new HTTPException(500, { message: "secret" })).detail).not.toContain("secret");
});

test("null and undefined become problems too", () => {
	for (const error of [null, undefined]) expect(problemOfError(error).code).toBe("unexpected");
});
