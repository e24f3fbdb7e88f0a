import type { Problem } from "../../src/protocol/problem.ts";

/** Why a request gave no value: no answer came, or the server refused it. */
export type Failure =
	| {
			readonly kind: "network";
			/** No byte moved for too long, so the client gave the request up. */
			readonly stalled?: boolean;
	  }
	| {
			readonly kind: "refused";
			readonly status: number;
			readonly problem: Problem;
			/** Milliseconds that the server asked to wait. */
			readonly retryAfterMs?: number;
	  };

/** Whether the same request may succeed later: no answer, 429, or any 5xx. */
export function isTransient(failure: Failure): boolean {
	return failure.kind === "network" || failure.status === 429 || failure.status >= 500;
}

function isProblem(body: unknown): body is Problem {
	return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}

/** Reads a response that is not 2xx. A proxy's error page is no problem document, so it becomes one of code `unexpected`. */
export function parseRefusal(status: number, body: unknown, retryAfterHeader: string | null): Failure {
	const problem: Problem = isProblem(body)
		? body
		: {
				type: "about:blank",
				code: "unexpected",
				title: "The server answered in an unexpected way",
				status,
				detail: `The server answered with status ${status}. Try again in a moment.`,
			};
	// RFC 9110 §10.2.3 allows a date too; that is ignored.
	const seconds = Number(retryAfterHeader ?? problem.retryAfter ?? Number.NaN);
	return Number.isFinite(seconds)
		? { kind: "refused", status, problem, retryAfterMs: Math.max(0, seconds * 1000) }
		: { kind: "refused", status, problem };
}
