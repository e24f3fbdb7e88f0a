import { HTTPException } from "hono/http-exception";
import { type Problem, problem } from "../../protocol/problem.ts";

/** The one place where a refusal becomes an HTTP response (RFC 9457). */
export function problemResponse(refusal: Problem, headers: Record<string, string> = {}): Response {
	const more: Record<string, string> = {};
	if (refusal.retryAfter !== undefined) more["retry-after"] = String(refusal.retryAfter);
	if (refusal.status === 401) more["www-authenticate"] = 'Bearer realm="darkroom"';
	return new Response(JSON.stringify(refusal), {
		status: refusal.status,
		headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...more, ...headers },
	});
}

/** Seconds after which a session that was restarted or had too much to do may be asked again. */
const RETRY_SECONDS = 1;

/** What an exception is to a client: a bug, or a platform that will do better in a moment. */
export function problemOfError(error: unknown): Problem {
	if (error instanceof HTTPException && error.status < 500)
		return problem("malformed", error.message || "The request could not be read.");
	const flags = (error ?? {}) as { retryable?: boolean; overloaded?: boolean; durableObjectReset?: boolean };
	if (flags.overloaded || flags.retryable || flags.durableObjectReset) {
		const detail = "The session was busy or is being restarted. Send the same request again in a moment.";
		return problem("unavailable", detail, { retryAfter: RETRY_SECONDS });
	}
	return problem(
		"unexpected",
		"Something failed on our side. Send the same request again; if it fails again, report it.",
	);
}
