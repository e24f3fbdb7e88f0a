import type { Problem } from "../../protocol/problem.ts";

/** A refusal as the response that goes through the routes to the client as it is (RFC 9457). */
export function refused(refusal: Problem): Response {
	return Response.json(refusal, {
		status: refusal.status,
		headers: { "content-type": "application/problem+json" },
	});
}
