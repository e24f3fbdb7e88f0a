import { HTTPException } from "hono/http-exception";
import { type Problem, problem } from "../../protocol/problem.ts";

/** The only place where a problem becomes an HTTP response (RFC 9457). */
export function problemResponse(refusal: Problem, headers: Record<string, string> = {}): Response {
	const more: Record<string, string> = {};
	if (refusal.retryAfter !== undefined) more["retry-after"] = String(refusal.retryAfter);
	// RFC 9110 §15.5.2: the server generating a 401 MUST send a WWW-Authenticate header field.
	if (refusal.status === 401) more["www-authenticate"] = 'Bearer realm="darkroom"';
	return new Response(JSON.stringify(refusal), {
		status: refusal.status,
		headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...more, ...headers },
	});
}

/** `Retry-After` in seconds when a session is restarting or overloaded. */
const RETRY_SECONDS = 1;

/** Turns an exception into a problem: a temporary failure of the platform, or else a bug. Never shows the exception's own message. */
export function problemOfError(error: unknown): Problem {
	if (error instanceof HTTPException && error.status < 500)
		return problem(
			"malformed",
			error.message || "The request could not be read. Check it against the API documentation.",
		);
	// https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
	const flags = (error ?? {}) as { retryable?: boolean; overloaded?: boolean; durableObjectReset?: boolean };
	if (flags.overloaded || flags.retryable || flags.durableObjectReset) {
		const detail = "The session is busy or restarting. Send the same request again in a moment.";
		return problem("unavailable", detail, { retryAfter: RETRY_SECONDS });
	}
	return problem(
		"unexpected",
		"Something went wrong on our side. Send the same request again, and report it if it keeps failing.",
	);
}
