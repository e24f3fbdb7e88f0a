import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { problem } from "../../../src/protocol/problem.ts";
import { problemOfError, problemResponse } from "../../../src/routes/http/problem-response.ts";

test("a refusal becomes problem+json that nobody keeps", async () => {
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

test("who is not known is told how to be", () => {
	expect(problemResponse(problem("unauthorized", "Who?")).headers.get("www-authenticate")).toContain(
		"Bearer",
	);
});

test.for([
	["an actor that is restarted", { retryable: true }, 503, 1],
	["an actor with too much to do", { overloaded: true }, 503, 1],
	["an actor that was replaced", { durableObjectReset: true }, 503, 1],
	["a bug", new TypeError("x is not a function"), 500, undefined],
	["something that is no error", "text", 500, undefined],
] as const)("%s is a problem", ([, error, status, retryAfter]) => {
	const told = problemOfError(error);
	expect(told).toMatchObject({ status });
	expect(told.retryAfter).toBe(retryAfter);
	expect(told.detail).not.toContain("not a function");
});

test("a refusal of the framework keeps its sentence, and a failure of it does not", () => {
	expect(problemOfError(new HTTPException(400, { message: "Bad." }))).toMatchObject({
		code: "malformed",
		detail: "Bad.",
	});
	expect(problemOfError(new HTTPException(500, { message: "secret" })).detail).not.toContain("secret");
});

test("nothing that was thrown is a problem too", () => {
	for (const error of [null, undefined]) expect(problemOfError(error).code).toBe("unexpected");
});
