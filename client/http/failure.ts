import type { Problem } from "../../src/protocol/problem.ts";

/** Why a request gave no value: nobody answered, or the server refused. */
export type Failure =
	| {
			readonly kind: "network";
			/** No byte moved for too long, and the request was given up. */
			readonly stalled?: boolean;
	  }
	| {
			readonly kind: "refused";
			readonly status: number;
			readonly problem: Problem;
			readonly retryAfter?: number;
	  };

/** Statuses that say "not now": the same request may succeed later. */
export function isPassing(failure: Failure): boolean {
	return failure.kind === "network" || failure.status === 429 || failure.status >= 500;
}

function isProblem(body: unknown): body is Problem {
	return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

/** Reads a refusal, also one that a proxy wrote in its own words. `retryAfter` is in milliseconds. */
export function refusal(status: number, body: unknown, retryAfterHeader: string | null): Failure {
	const problem: Problem = isProblem(body)
		? body
		: {
				type: "about:blank",
				code: "unexpected",
				title: "The server answered in an unexpected way",
				status,
				detail: `The server answered with status ${status}. Try again in a moment.`,
			};
	const seconds = Number(retryAfterHeader ?? problem.retryAfter ?? Number.NaN);
	return Number.isFinite(seconds)
		? { kind: "refused", status, problem, retryAfter: Math.max(0, seconds * 1000) }
		: { kind: "refused", status, problem };
}
