import type { Env } from "../env.ts";
import { type Problem, problem } from "../protocol/problem.ts";

/** Seconds after which a session that sent too many requests may go on: the period of the binding is 10. */
const RETRY_SECONDS = 5;

/** Refuses when a session sends more upload requests than `wrangler.toml` allows. */
export async function allowUpload(env: Env, session: string): Promise<Problem | undefined> {
	const { success } = await env.UPLOAD_LIMIT.limit({ key: session });
	if (success) return undefined;
	const detail =
		"Too many upload requests in a short time. Wait a moment, and send many small files in one form.";
	return problem("rate-limited", detail, { retryAfter: RETRY_SECONDS });
}
