import type { Env } from "../../env.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { RateAllowance } from "./rate-allowance.ts";

/** `Retry-After` in seconds. The rate limit binding counts over periods of 10. */
const RETRY_SECONDS = 5;

/** Shared by all requests of this isolate. Holds plain data only: no promise of one request may be awaited by another. */
const ALLOWANCE = new RateAllowance();

/** Refuses a session that sends more upload requests than `wrangler.toml` allows; `undefined`: allowed. */
export async function checkUploadRate(env: Env, session: string): Promise<Problem | undefined> {
	if (ALLOWANCE.take(session)) return undefined;
	const { success } = await env.UPLOAD_LIMIT.limit({ key: session });
	if (success) {
		ALLOWANCE.grant(session);
		return undefined;
	}
	const detail =
		"Too many upload requests in a short time. Wait a few seconds, and send small files together in one form.";
	return problem("rate-limited", detail, { retryAfter: RETRY_SECONDS });
}
