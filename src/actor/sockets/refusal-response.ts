import type { Problem } from "../../protocol/problem.ts";

/** A refusal as the response that the routes pass on to the client (RFC 9457). */
export function refusalResponse(refusal: Problem): Response {
	return Response.json(refusal, {
		status: refusal.status,
		headers: { "content-type": "application/problem+json" },
	});
}
