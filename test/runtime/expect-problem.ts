import { expect } from "vitest";
import type { Problem, ProblemCode } from "../../src/protocol/problem.ts";

/** Checks that something is a refusal of this kind, with a sentence that a person can use. */
export function expectProblem(found: unknown, code: ProblemCode): void {
	expect(found).toMatchObject({ code, type: `https://darkroom.dev/problems/${code}` });
	const { detail, title, status } = found as Problem;
	expect(detail).toMatch(/^["A-Z0-9].{10,}\.$/);
	expect(title).not.toBe("");
	expect(status).toBeGreaterThanOrEqual(400);
}

/** The same for a response: problem+json with the status of its body. */
export async function expectRefusal(response: Response, status: number, code: ProblemCode): Promise<Problem> {
	const text = await response.text();
	expect({ status: response.status, text }).toMatchObject({ status });
	expect(response.headers.get("content-type")).toBe("application/problem+json");
	const problem = JSON.parse(text) as Problem;
	expectProblem(problem, code);
	expect(problem.status).toBe(status);
	return problem;
}
